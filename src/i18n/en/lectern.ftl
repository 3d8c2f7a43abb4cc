### shell

shell-name = Lectern
shell-skip = Skip to the content
shell-nav = Main
shell-nav-home = Home
shell-nav-courses = Courses
shell-nav-live = Live
shell-nav-chat = Chat
shell-nav-mine = Mine
shell-search = Search courses
shell-notifications = Notifications
shell-account = Menu of { $name }
shell-login = Sign in
shell-register = Register
shell-logout = Sign out
shell-menu-learning = My learning
shell-menu-calendar = Calendar
shell-menu-teaching = Teaching
shell-menu-admin = Administration
shell-menu-settings = Settings
shell-theme = Appearance
shell-theme-system = Auto
shell-theme-light = Light
shell-theme-dark = Dark
shell-language = Language
shell-footer = Lectern · courses, conversation and live classes
shell-demo = Demo data, which may be cleared any time
shell-cancel = Cancel
shell-confirm = Confirm
shell-close = Close
shell-optional = optional
shell-pager = Pages
shell-pager-newer = Newer
shell-pager-older = Older
shell-breadcrumb = You are here
shell-request-failed = That did not work. Please try again.
shell-request-offline = There is no connection. Please check it and try again.
shell-upload-running = Uploading
shell-upload-storing = Uploaded, now being stored…
shell-upload-failed = The upload was interrupted. Please try again.
shell-unconfirmed = We sent a link to { $email }. Please open it to confirm your address.
shell-unconfirmed-change = Use another address



### errors

errors-home = Back to the start
errors-courses = Browse courses
errors-back = Try again
errors-retry-after = { $seconds ->
    [one] You can try again in one second.
   *[other] You can try again in { $seconds } seconds.
}
errors-form-expected = Please send this with the form on the page.
errors-form-too-large = That is too long. Please shorten it and try again.
errors-form-unreadable = The form could not be read. Please go back and fill it in again.
errors-form-nul = The text has a character (NUL) that cannot be stored. Please remove it.
errors-nonce-used-twice = This message was sent with the mark of another one. Please send it again.
errors-400-title = That request was not understood
errors-400-advice = The address or its contents are malformed. Please go back and try again.
errors-401-title = Please sign in
errors-401-advice = You can go on once you have signed in.
errors-403-title = You may not do that
errors-403-advice = You lack the permission for this. If another site sent you here, come back through our own pages.
errors-not-yet-title = Not open yet
errors-not-yet-advice = Something else comes before this lesson.
errors-not-yet-go = Go there first
errors-404-title = There is no such page
errors-404-advice = It may have been deleted or moved, or you may not be allowed to see it.
errors-405-title = That is not possible here
errors-405-advice = Please use the buttons and links of the page.
errors-409-title = This has changed meanwhile
errors-409-advice = Reload the page and look at its newest state first.
errors-413-title = That is too large
errors-413-advice = Please choose a smaller file.
errors-415-title = That format is not supported
errors-415-advice = Please choose another file format.
errors-422-title = Something needs another look
errors-422-advice = Please correct what is marked and send it again.
errors-429-title = That was too fast
errors-429-advice = Please wait a moment and try again.
errors-500-title = Something went wrong on our side
errors-500-advice = It has been logged. Please try again later.
errors-503-title = Not available right now
errors-503-advice = We are recovering. Reload in a few seconds.
errors-507-title = No room left
errors-507-advice = Nothing was stored.




### accounts

accounts-register-title = Sign up
accounts-register-lead = One account for courses, chat and live classes.
accounts-register-button = Sign up
accounts-registered = Welcome! A link to confirm your address is on its way to { $email }.
accounts-have-account = Already have an account?
accounts-no-account = No account yet?
accounts-sign-in-title = Sign in
accounts-sign-in-lead = Go on where you left off.
accounts-sign-in-button = Sign in
accounts-sign-in-wrong = The username or password is not right. Please check and try again.
accounts-login = Username or email
accounts-username = Username
accounts-username-hint = 2 to 32 letters or digits, in any script, also _ - .
accounts-username-length = A username has 2 to 32 characters.
accounts-username-characters = A username has letters, digits and _ - . only.
accounts-username-taken = That username is taken. Please choose another.
accounts-email = Email
accounts-email-malformed = That does not look like an email address. Please check it.
accounts-email-taken = That address belongs to another account.
accounts-display-name = Display name
accounts-display-name-hint = The name that others see.
accounts-display-name-length = A display name has 1 to 64 characters.
accounts-password = Password
accounts-password-hint = At least 8 characters; longer is safer, a sentence is fine.
accounts-password-length = A password has 8 to 256 characters.
accounts-password-nul = The password has a character that cannot be used.
accounts-password-common = That password is among the first that anybody guesses. Please choose another.
accounts-password-wrong = The current password is not right.
accounts-password-current = Current password
accounts-password-new = New password
accounts-password-change = Change password
accounts-password-change-hint = Afterwards every other device is signed out.
accounts-password-changed = Your password is changed; other devices are signed out.
accounts-settings-title = Settings
accounts-settings-save = Save
accounts-settings-saved = Your settings are saved.
accounts-settings-choose = Please choose one from the list.
accounts-time-zone = Time zone
accounts-forgotten-link = Forgotten your password?
accounts-forgotten-title = Forgotten password
accounts-forgotten-lead = We send a link to your email address that sets a new one.
accounts-forgotten-button = Send the link
accounts-forgotten-missing = Please enter your username or email.
accounts-forgotten-sent = If there is such an account, a link for a new password is on its way to its address. It works for 30 minutes.
accounts-reset-title = New password
accounts-reset-lead = Afterwards you sign in again with it on every device.
accounts-reset-button = Set the new password
accounts-reset-over = That link has been used or is out of date. Please ask for another one.
accounts-reset-done = Your new password is set. Please sign in.
accounts-remember = Keep me signed in on this device
accounts-profile-title = Profile
accounts-bio = About you
accounts-bio-hint = A few words for your public page, up to 1000 characters.
accounts-bio-length = This has room for 1000 characters.
accounts-avatar = Picture
accounts-avatar-hint = PNG, JPEG, WebP or GIF, up to 5 MB.
accounts-avatar-save = Upload picture
accounts-avatar-saved = Your picture is saved.
accounts-avatar-remove = Remove picture
accounts-avatar-remove-confirm = Remove the picture and show the first letter of your name instead?
accounts-avatar-missing = Please choose a picture.
accounts-email-confirmed = confirmed
accounts-email-unconfirmed = not confirmed
accounts-email-change = Change address
accounts-email-change-hint = We send a link to the new address, and the change happens when you open it. The old address is told too and can undo it for 14 days.
accounts-email-new = New address
accounts-email-sent = A link is on its way to { $email }. It works for 24 hours.
accounts-email-awaited = Waiting for { $email } to be confirmed. It becomes the address of this account when you open the link in the mail.
accounts-email-cancel = Keep the old one
accounts-email-gone = That address belongs to another account. Please use another.
accounts-unconfirmed-limits = Until it is confirmed, you cannot sign in by this address or get a new password sent to it, and no other mail goes there.
accounts-confirm-again = Send again
accounts-confirm-sent-again = Another link is on its way; the older one no longer works.
accounts-confirm-title = Confirm your address
accounts-confirm-lead = Make { $email } the address of the account @{ $username }.
accounts-confirm-button = Confirm
accounts-confirm-done = Your address is confirmed.
accounts-confirm-over = That link has been used, is out of date, or is not for the account you are signed in to, @{ $username }.
accounts-confirm-go = See my address
accounts-undo-title = Take the old address back
accounts-undo-lead = Make { $email } the address of the account again, sign out every device, and void the present password. A link for a new one goes to this address.
accounts-undo-button = Take it back
accounts-undo-done = The old address is back and every device is signed out. Set a new password by the link we have just sent there.
accounts-undo-over = That link has been used or is out of date.
accounts-sessions-title = Devices
accounts-sessions-lead = Your account is signed in on these devices.
accounts-sessions-end = Sign out all other devices
accounts-sessions-end-confirm = Sign out all other devices? Each has to sign in again.
accounts-sessions-ended = All other devices are signed out.
accounts-sessions-stranger = One you do not know? Sign it out, then change your password.
accounts-session-own = this device
accounts-session-since = Signed in { $time }
accounts-session-last = last used { $time }
accounts-session-end = Sign out
accounts-session-end-of = Sign out { $device }
accounts-device-unknown = Unknown device
accounts-teaching-title = Teach here
accounts-teaching-lead = Teachers open courses and live classes. Say what you want to teach and what you bring along; an administrator will answer soon.
accounts-teaching-words = What do you want to teach?
accounts-teaching-words-hint = Up to 2000 characters.
accounts-teaching-length = Please write between 1 and 2000 characters.
accounts-teaching-send = Send
accounts-teaching-sent = Your application is sent. The answer comes by mail.
accounts-teaching-asked = An application of yours is waiting for an answer already.
accounts-teaching-already = You are a teacher already and can open a course.
accounts-teaching-unconfirmed = Please confirm your address before you apply.
accounts-teaching-waiting = Sent { $time }; an administrator will answer.
accounts-teaching-withdraw = Take it back
accounts-teaching-withdraw-confirm = Take this application back?
accounts-teaching-refused = The last application was not granted
accounts-code = Code
accounts-code-hint = The six digits of your app, or a recovery code.
accounts-code-title = One more step
accounts-code-lead = Now the six digits that your authenticator app shows.
accounts-code-lost = No phone at hand? A recovery code does as well. If you have none, ask an administrator.
accounts-code-other = Sign in to another account
accounts-code-wrong = That code is not right or has been used. Wait for the next one and try again.
accounts-second-factor-title = Two-step sign-in
accounts-second-factor-lead = With this, signing in takes your password and six digits from an app on your phone. Whoever learns the password alone stays out.
accounts-second-factor-need = You need an authenticator app, such as Google Authenticator, Microsoft Authenticator, 1Password or Aegis. First your password, so that we know it is you.
accounts-second-factor-begin = Set it up
accounts-second-factor-unconfirmed = Please confirm your address before you turn this on.
accounts-second-factor-scan = Scan this picture with your authenticator app.
accounts-second-factor-picture = QR code for your authenticator app
accounts-second-factor-by-hand = Can't scan it?
accounts-second-factor-open-app = Open it in the app on this device
accounts-second-factor-type = Type the six digits that the app shows.
accounts-second-factor-turn-on = Turn on
accounts-second-factor-on = on
accounts-second-factor-is-on = From now on a code is asked for when you sign in.
accounts-second-factor-is-off = Two-step sign-in is off.
accounts-second-factor-change = Change or turn off
accounts-second-factor-change-hint = A new phone? Turn it off, then set it up again with the new one.
accounts-second-factor-turn-off = Turn off
accounts-codes-title = Recovery codes
accounts-codes-lead = If you lose your phone, each of these does once instead of a code of the app. Download them or write them down and keep them safe: they are not shown again.
accounts-codes-left = { $count ->
    [one] one recovery code left
   *[other] { $count } recovery codes left
}
accounts-codes-renew = Make new recovery codes
accounts-codes-download = Download the codes
accounts-codes-kept = I have kept them
accounts-codes-file = Recovery codes of the Lectern account { $username }, each for one use:




### notifications

notifications-today = Today
notifications-yesterday = Yesterday
notifications-read-one = Mark as read
notifications-choose = Settings
notifications-mail-button = Take a look
notifications-settings-title = Notifications
notifications-settings-lead = Choose what you are told of, here or by mail. A single course is muted on its own page.
notifications-settings-topic = What
notifications-settings-save = Save
notifications-settings-saved = Your choice is saved.
notifications-settings-reset = Back to the defaults
notifications-settings-reset-question = Go back to the defaults?
notifications-settings-were-reset = The defaults are back.
notifications-settings-unconfirmed = Your address is not confirmed yet; until it is, no such mail is sent.
notifications-settings-security = Mail about sign-ins, passwords and two-step sign-in keeps your account safe and is always sent.
notifications-channel-page = Here
notifications-channel-mail = Mail
notifications-in-chat = Shown in chat
notifications-group-study = Studying
notifications-group-live = Live classes
notifications-group-talk = Talk
notifications-group-account = Account and site
notifications-group-teaching = Teaching
notifications-enrolment = Enrolment
notifications-enrolment-hint = You were added to a course
notifications-lesson = New lessons
notifications-lesson-hint = A course of yours has more to learn from
notifications-due = Due soon
notifications-due-hint = An assignment or quiz ends within a day
notifications-grade = Grades
notifications-grade-hint = Work was graded, or a grade was published
notifications-certificate = Certificates
notifications-certificate-hint = You completed a course
notifications-class-planned = Class planned
notifications-class-planned-hint = A live class has a date
notifications-class-soon = Class about to begin
notifications-class-soon-hint = A quarter of an hour before
notifications-class-started = Class begun
notifications-class-started-hint = Your teacher is live
notifications-replay = Replay
notifications-replay-hint = A class can be watched again
notifications-message = Missed messages
notifications-message-hint = Mentions, replies and direct messages, gathered into one mail while you are away
notifications-answer = Answers
notifications-answer-hint = A teacher replied to your review
notifications-room = Groups
notifications-room-hint = You were added to a group, or run one now
notifications-moderation = Moderation
notifications-moderation-hint = Something you wrote was hidden, shown again or refused
notifications-order = Orders
notifications-order-hint = Paid, refunded
notifications-announcement = Announcements
notifications-announcement-hint = From those who run this site, to everybody
notifications-account = Your data
notifications-account-hint = The archive you asked for is ready
notifications-review = Courses and reviews
notifications-review-hint = A course of yours was reviewed, or became yours
notifications-report = Reports to look at
notifications-report-hint = Something waits in a room, a class or a course that you look after
notifications-unsubscribe-title = Mail you get
notifications-unsubscribe-on = You are told by mail about: { $topic }.
notifications-unsubscribe-question = Stop this kind of mail? Notifications on the site and all other mail stay as they are.
notifications-unsubscribe-button = Stop this mail
notifications-unsubscribe-off = You get no more mail about: { $topic }.
notifications-unsubscribe-rest = Notifications on the site and all other mail stay as they are.
notifications-unsubscribe-undo = Send it again
notifications-unsubscribe-all = All notification settings
notifications-title = Notifications
notifications-read-all = Mark all as read
notifications-empty = No notifications yet
notifications-empty-hint = News of your courses and live classes will appear here.
notifications-mute = Mute this course
notifications-unmute = Unmute this course
notifications-mute-course = Mute “{ $title }”
notifications-muted = You won't be notified about “{ $title }” any more.
notifications-unmuted = You will be notified about “{ $title }” again.
notifications-muted-courses = Muted courses
notifications-unmute-button = Unmute
notifications-unread = { $count ->
    [one] { $count } unread notification
   *[other] { $count } unread notifications
}




### courses

courses-level-beginner = Beginner
courses-level-intermediate = Intermediate
courses-level-advanced = Advanced
courses-language-zh = Chinese
courses-language-en = English
courses-status-draft = Draft
courses-status-published = Published
courses-status-archived = Archived
courses-staff-owner = Owner
courses-staff-teacher = Teacher
courses-staff-assistant = Assistant
courses-index-title = Courses
courses-search = Search courses
courses-search-hint = Title, summary, lesson
courses-search-button = Search
courses-filters = Filters
courses-filter-category = Category
courses-filter-all = All
courses-filter-language = Language
courses-filter-level = Level
courses-sort = Sort by
courses-sort-newest = Newest
courses-sort-popular = Most learners
courses-sort-rated = Best rated
courses-results = Courses found
courses-results-for = Results for “{ $query }”
courses-results-count = { $count ->
    [one] { $count } course
   *[other] { $count } courses
}
courses-page-previous = Previous
courses-page-next = Next
courses-none-found = No courses found
courses-none-found-advice = Try other words, or fewer filters.
courses-show-all = Show all courses
courses-none-yet = There are no courses yet
courses-none-yet-advice = Courses appear here once a teacher publishes them.
courses-enrolled = { $count } learners
courses-free = Free
courses-lessons-count = { $count ->
    [one] { $count } lesson
   *[other] { $count } lessons
}
courses-progress = Progress
courses-enrol-button = Enrol
courses-sign-in-button = Sign in to enrol
courses-start-button = Start
courses-continue-button = Continue
courses-review-button = Look again
courses-edit-button = Edit the course
courses-chat-room = Course chat room
courses-live = Live classes
courses-live-all = See all live classes
courses-leave-button = Leave the course
courses-leave-question = Leave this course? Its lessons and chat room close for you. Your progress stays for when you come back.
courses-priced = This course has a price. Buy it on its page.
courses-buy-button = Buy this course
courses-closed = This course takes no new learners now.
courses-no-lessons-yet = Its lessons are still being prepared.
courses-contents = Contents
courses-about = About this course
courses-facts = Facts
courses-fact-teacher = Teacher
courses-fact-language = Taught in
courses-fact-certificate = Certificate
courses-gives-certificate = Given on completion
courses-fact-published = Published
courses-enrolled-flash = You are enrolled. Enjoy the course.
courses-left-flash = You have left the course.
courses-enrolled-notice = You are enrolled in “{ $title }”.
courses-new-lesson = New lesson in “{ $course }”: { $lesson }
courses-new-lessons = { $count } new lessons in “{ $course }”, beginning with “{ $lesson }”
courses-filter-price = Price
courses-price-paid = Paid
courses-search-wider = Look for “{ $query }” in all courses
courses-found-in-lesson = Lesson:
courses-card-full = Full
courses-seats = { $taken } of { $seats } seats taken
courses-full = Every seat is taken. A seat becomes free when somebody leaves, so look again later.
courses-related = Related courses


### lessons

lessons-kind-video = Video
lessons-kind-document = Document
lessons-kind-text = Text
lessons-kind-quiz = Quiz
lessons-kind-assignment = Assignment
lessons-kind-replay = Class replay
lessons-open-quiz = Open the quiz
lessons-open-assignment = Open the assignment
lessons-replay-with-talk = Watch with its talk
lessons-open-replay = Watch the class again
lessons-part-locked = This part opens once you are enrolled.
lessons-done = Done
lessons-preview = Preview
lessons-locked = open once you are enrolled
lessons-watched = Watched
lessons-nothing-yet = The teacher has not put anything here yet.
lessons-elsewhere = This video is on another site, so it can't be followed here. Mark it as done when you have watched it.
lessons-open-elsewhere = Open in a new tab
lessons-download = Download
lessons-resumed = Going on from { $at }
lessons-from-start = From the start
lessons-mark-done = Mark as done
lessons-done-flash = Marked as done.
lessons-noted-flash = Noted. Something is still missing before this lesson is done.
lessons-mark-viewed = I have opened this lesson
lessons-optional = Optional
lessons-locked-behind = Finish “{ $title }” first.
lessons-tracked = This video is followed by itself: it is done when you have watched it.
lessons-see-course = See the course
lessons-nav = Lessons before and after
lessons-previous = Previous
lessons-next = Next
learning-title = My learning
learning-continue = Continue
learning-last = last: { $title }
learning-finished = Finished
learning-empty = You have not enrolled in a course yet
learning-empty-advice = Find a course that interests you; it appears here once you have enrolled.
learning-find = Find a course




### player

player-speed = Speed
player-fullscreen = Full screen
player-muted = Muted
player-sound = Sound on
player-keys = Keyboard shortcuts
player-keys-close = Close
player-key-space = Space
player-key-play = Play or pause
player-key-five = 5 seconds back or forward
player-key-ten = 10 seconds back or forward
player-key-share = Jump to 0–90 % of the video
player-key-speed = Slower or faster
player-key-volume = Volume, while the player has the focus
player-key-mute = Mute
player-key-subtitles = Subtitles on or off
player-key-help = Show this window
player-chapters = Chapters
player-subtitles = Subtitles
player-subtitles-off = Subtitles off

### subtitles and chapters

subtitles-title = Subtitles
subtitles-none = No subtitles yet. Upload WebVTT files, in as many languages as you like; learners first see those in the language of their pages.
subtitles-language = Language
subtitles-label = Name
subtitles-label-hint = Optional; otherwise the language's own name.
subtitles-file = Subtitle file (.vtt)
subtitles-file-hint = WebVTT in UTF-8, at most 2 MB. Another file in the same language takes the place of the first.
subtitles-upload = Upload subtitles
subtitles-stored = The subtitles are saved.
subtitles-delete = Delete
subtitles-delete-question = Delete the subtitles “{ $label }”?
subtitles-deleted = The subtitles are deleted.
subtitles-refused = The file was not saved, because:
subtitles-language-missing = Choose a language.
subtitles-label-long = The name can have { $most } characters at most.
subtitles-no-video = Only video lessons have subtitles.
subtitles-not-utf8 = Line { $line } is not UTF-8 text. Save the file as UTF-8.
subtitles-not-text = The file has something in it that is not text.
subtitles-no-header = Line 1 has to be WEBVTT. Convert other formats, such as SRT, first.
subtitles-header-open = Line { $line }: leave an empty line after WEBVTT before the first subtitle.
subtitles-style-late = Line { $line }: STYLE and REGION stand before the first subtitle.
subtitles-no-timing = Line { $line }: these words have no time (like 00:01.000 --> 00:03.000).
subtitles-timing = Line { $line }: write the time as 00:01.000 --> 00:03.000, with blanks around the arrow and points before the milliseconds.
subtitles-backward = Line { $line }: it has to end later than it begins.
subtitles-order = Line { $line }: it begins before the one above it; order them by time.
subtitles-setting = Line { $line }: a setting after the time is unknown.
subtitles-no-words = Line { $line }: it has no words.
subtitles-no-gap = Line { $line }: leave an empty line between two subtitles.
subtitles-empty = There is no subtitle in the file.
chapters-label = Chapters
chapters-hint = One a line: time and title, like “03:20 Multiplying matrices”. Learners jump there by its title.
chapters-unreadable = Write line { $line } as “03:20 Title”.
chapters-too-many = At most { $most } chapters.
chapters-long = The title on line { $line } has more than { $most } characters.
chapters-order = The time on line { $line } has to be later than the one above.
chapters-beyond = The time on line { $line } lies beyond the end of the video.




### completion

completion-viewed = Open the lesson
completion-watched = Watch { $percent } % of the video
completion-submitted = Hand in the assignment
completion-submitted-quiz = Hand in the quiz
completion-scored = Score at least { $percent } %
completion-posted = Write in the course's chat room
completion-attended = Stay in the live class for { $minutes ->
    [one] one minute
   *[other] { $minutes } minutes
}
completion-marked = Mark it as done yourself
completion-one = To finish this lesson:
completion-all = To finish this lesson, do all of these:
completion-any = To finish this lesson, do any one of these:
completion-untracked = This can't be followed here; please mark it yourself once you have done it.
completion-title = When it is done
completion-about = What a learner has to do before this lesson counts as done. After a change everybody is counted anew; nobody loses a lesson they have finished.
completion-usual = With nothing chosen, the usual rule of its kind holds: { $rule }.
completion-match = Asked for
completion-match-all = all of the conditions
completion-match-any = any one of them
completion-pick-viewed = Has opened the lesson
completion-pick-watched = Has watched a share of the video
completion-pick-submitted = Has handed something in
completion-pick-scored = Has reached a score
completion-pick-posted = Has written in the course's chat room
completion-pick-attended = Was in this live class
completion-pick-marked = Says that they are done
completion-unit-watched = Share of the video (%)
completion-unit-scored = Lowest score (%)
completion-unit-attended = Fewest minutes
completion-number-wrong = Please give a whole number from { $least } to { $most }.
completion-cannot-watch = This video is elsewhere or has no known length, so watching can't be followed; learners are told so and mark it themselves.
completion-required = Required
completion-required-hint = Only required lessons count for the progress and the completion of the course.
completion-after = Open only after these lessons are done
completion-after-hint = The course's teachers and assistants pass; preview lessons are always open.
completion-after-cycle = These lessons would wait for each other and none could be opened: please take one of them out.
completion-after-none = The course has no other lessons yet.
completion-after-missing = One of the chosen lessons is no longer in this course; please choose again.
completion-save = Save the conditions
completion-saved = Saved. Everybody is being counted anew.



### analytics

analytics-file-name = learners
analytics-name = Name
analytics-username = User name
analytics-enrolled-on = Enrolled
analytics-last-seen = Last seen
analytics-done = Done
analytics-required = Required lessons
analytics-completed-on = Completed
analytics-state-done = done
analytics-state-begun = in progress
analytics-empty-title = No learners yet
analytics-empty-text = Once somebody has enrolled, you see here how far they are and where they stop.
analytics-enrolled = Enrolled
analytics-active = Here in the last 7 days
analytics-completed = Completed
analytics-stopped = Have stopped
analytics-export = Export as CSV
analytics-over-time = Enrolled and completed
analytics-too-little = The curve needs at least two days.
analytics-table = Show as a table
analytics-day = Day
analytics-lessons = How far with each lesson
analytics-lesson = Lesson
analytics-share-done = Done by
analytics-not-begun = Not begun
analytics-begun = In progress
analytics-video = Where people leave a video
analytics-video-of = How many have watched each moment of “{ $title }”
analytics-video-choose = Choose a video
analytics-video-about = How many learners have watched each moment; where the curve falls, people left.
analytics-video-drop = Most leave between { $from } and { $to }: { $count ->
    [one] one learner
   *[other] { $count } learners
} fewer.
analytics-video-unwatched = No learner has watched this video yet.
analytics-moment = Moment
analytics-viewers = Have watched it
analytics-show = Show
analytics-stopped-title = Who has stopped
analytics-stopped-since = Not seen for more than
analytics-days = { $count ->
    [one] one day
   *[other] { $count } days
}
analytics-stopped-none = Nobody has stopped.
analytics-stopped-more = These are the 50 who have been away longest, of { $count }; the CSV has all of them.
analytics-seen-on = last seen { $date }
analytics-never-seen = never began, enrolled { $date }
analytics-left-at = last seen { $date }, in “{ $lesson }”
analytics-left-in = last seen { $date }, in “{ $lesson }” at { $at }
analytics-last-lesson = Last lesson
analytics-is-required = Required
analytics-median = Median time
analytics-median-about = What was watched of a video, time present in a live class, and from the beginning to the end of an attempt at a quiz; other lessons are not timed.
analytics-median-seconds = Median time in seconds
analytics-seconds = Seconds
analytics-items = Item analysis
analytics-from = From
analytics-to = To
analytics-leaving = Left off here
analytics-state = State
analytics-seen = Watched
analytics-attempts = Attempts at quizzes
analytics-attempts-none = No attempt at a quiz yet.
analytics-attempt = Attempt
analytics-attempt-open = in progress
analytics-started = Started
analytics-took = Time taken



### certificates

certificates-notice = You have completed “{ $title }”: here is your certificate.
certificates-title = Certificate of Completion
certificates-certifies = This certifies that
certificates-completed = has completed the course
certificates-teacher = Teacher
certificates-date = Given on
certificates-code = Number
certificates-is-valid = This certificate is valid
certificates-is-revoked = Revoked
certificates-revoked-on = Revoked on
certificates-reason = Reason for revoking
certificates-reason-hint = It stands on the certificate's public page.
certificates-reason-missing = Please say why it is revoked.
certificates-reason-too-long = A reason has at most { $most } characters.
certificates-revoked-before = This certificate has been revoked before.
certificates-revoked-pdf = This certificate has been revoked and can no longer be downloaded.
certificates-no-fonts = The server has no Chinese fonts installed, so certificates can't be set for now; their pages still verify them. Please tell the administrator.
certificates-download = Download the PDF
certificates-about = Anybody who has its number or QR code can open this page and verify the certificate.
certificates-mine = My certificates
certificates-gives = Give a certificate to whoever completes the course
certificates-gives-hint = It is given once all required lessons are done; when you turn this on, those who are done already get theirs. After turning it off, certificates given before stay valid.
certificates-given-now = Saved: who completes the course is given a certificate.
certificates-not-given-now = Saved: no new certificates are given.
certificates-given = Certificates given
certificates-empty-title = No certificates yet
certificates-empty-text = With the option above turned on, the certificates of learners who finish all required lessons appear here.
certificates-revoke = Revoke
certificates-revoke-confirm = Revoke the certificate of { $name }? This cannot be undone.
certificates-revoked-flash = The certificate is revoked.
certificates-revoked-because = revoked: { $reason }
certificates-pdf-title = Certificate of Completion
certificates-pdf-subtitle = LECTERN 讲堂
certificates-pdf-certifies = This certifies that
certificates-pdf-completed = has completed all required lessons of the course
certificates-pdf-verify = Scan, or type the number, to verify
certificates-pdf-teacher = Teacher



### teaching

teaching-title = My teaching
teaching-new-course = New course
teaching-new-course-lead = Begin with the essentials; sections and lessons come next. Until you publish it, only the course's staff can see it.
teaching-empty-title = No courses yet
teaching-empty-text = Courses that you teach or assist in appear here. Create one and write its first lesson.
teaching-empty-assistant = Once a teacher adds you to a course's staff, the course appears here.
teaching-view-course = View course
teaching-view-lesson = View lesson
teaching-tabs = Managing the course
teaching-tab-outline = Contents
teaching-tab-details = Details
teaching-tab-people = People
teaching-tab-certificates = Certificates
teaching-tab-analytics = Analytics
teaching-tab-publication = Publishing
teaching-count-sections = { $count ->
    [one] { $count } section
   *[other] { $count } sections
}
teaching-count-lessons = { $count ->
    [one] { $count } lesson
   *[other] { $count } lessons
}
teaching-count-files = { $count ->
    [one] { $count } uploaded file
   *[other] { $count } uploaded files
}
teaching-count-learners = { $count ->
    [one] { $count } learner
   *[other] { $count } learners
}
teaching-count-enrolments = { $count ->
    [one] the enrolment and progress of { $count } learner
   *[other] the enrolments and progress of { $count } learners
}
teaching-field-title = Title
teaching-field-summary = Summary
teaching-field-summary-hint = One sentence for the catalogue, at most 300 characters.
teaching-field-category = Category
teaching-field-level = Level
teaching-field-language = Language of instruction
teaching-field-description = Description
teaching-markdown-hint = Markdown works here: # heading, **bold**, - list, | table |, `code`, [link](https://…).
teaching-choose = Please choose
teaching-preview = Preview
teaching-preview-empty = What you write appears here.
teaching-create-course = Create course
teaching-save = Save
teaching-saved = Saved.
teaching-course-created = The course has been created. Now add its first section.
teaching-title-missing = Please give it a name.
teaching-too-long = At most { $max } characters, please; there are { $length }.
teaching-too-many = There can be at most { $max }, so no more can be added.
teaching-category-missing = Please choose a category.
teaching-choice-missing = Please choose one from the list.
teaching-conflict = Somebody else saved while you were editing, so your text has not been saved yet. Compare it with theirs below; saving again keeps yours.
teaching-conflict-theirs = What they saved
teaching-cover = Cover
teaching-cover-alt = The present cover
teaching-cover-choose = Choose a cover picture
teaching-cover-hint = JPEG, PNG, WebP or GIF, at most 10 MB, best in 16:9. Without one, a cover is drawn for you.
teaching-cover-remove = Use the drawn cover instead
teaching-cover-replaced = The cover has been replaced.
teaching-cover-removed = The drawn cover is used again.
teaching-upload = Upload
teaching-file-missing = Please choose a file first.
teaching-status-draft-about = This course is a draft: only its staff can see it.
teaching-status-published-about = This course is published: everybody can see it. { $count ->
    [one] { $count } learner takes it.
   *[other] { $count } learners take it.
}
teaching-status-archived-about = This course is archived: it has left the catalogue. { $count ->
    [one] Its staff and { $count } enrolled learner still see it.
   *[other] Its staff and { $count } enrolled learners still see it.
}
teaching-publish = Publish the course
teaching-published = The course has been published.
teaching-publish-nothing = There is nothing to learn in the course yet. Finish at least one lesson, then publish it.
teaching-publish-no-lessons = The course has no lessons yet. Add some before publishing it.
teaching-publish-unfinished = These lessons have no content yet:
teaching-unpublish = Take back to draft
teaching-unpublished = The course is a draft again.
teaching-unpublish-confirm = Then only its staff can see the course, and { $count ->
    [one] { $count } enrolled learner
   *[other] { $count } enrolled learners
} cannot study for now. Take it back?
teaching-archive = Archive
teaching-archived = The course has been archived.
teaching-archive-confirm = Then the course leaves the catalogue; whoever is enrolled can go on studying. Archive it?
teaching-archive-never-public = A course that was never published cannot be archived.
teaching-delete-course = Delete the course
teaching-delete-course-about = This cannot be undone. These go with it, and so do the course's chat room and reviews:
teaching-delete-only-drafts = Only drafts can be deleted. Take the course back to draft first, or archive it.
teaching-delete-has-live = The course still has live rooms. Please delete those first.
teaching-delete-has-orders = The course has orders, so it cannot be deleted. You can archive it.
teaching-course-deleted = The course has been deleted.
teaching-confirm = I understand that this will be deleted for good
teaching-confirm-missing = Please tick this before deleting.
teaching-outline-empty-title = Nothing in it yet
teaching-outline-empty-text = A course is made of sections, and sections of lessons. Add the first section.
teaching-section-title = Title of the section
teaching-section-new-title = Title of a new section
teaching-section-add = Add section
teaching-section-delete = Delete the section “{ $title }”
teaching-section-empty = This section has no lessons yet.
teaching-section-not-empty = The section still has lessons. Please move or delete them first.
teaching-lesson-title = Title of the lesson
teaching-lesson-new-title = Title of a new lesson
teaching-lesson-kind = Kind of lesson
teaching-lesson-add = Add lesson
teaching-lesson-edit = Edit “{ $title }”
teaching-lesson-preview = Preview
teaching-lesson-unfinished = No content yet
teaching-rename = Rename
teaching-rename-save = Save the title
teaching-move-up = Move “{ $title }” up
teaching-move-down = Move “{ $title }” down
teaching-lesson-content = Content
teaching-lesson-body = Text
teaching-lesson-notes = Notes beside it
teaching-lesson-introduction = Introduction
teaching-lesson-write-quiz = Questions and settings
teaching-lesson-write-assignment = Task and due date
teaching-lesson-is-preview = Open as a preview
teaching-lesson-is-preview-hint = A preview lesson and its file are open to everybody, without enrolling.
teaching-back-to-outline = Back to the contents
teaching-file = File
teaching-file-name = Name
teaching-file-size = Size
teaching-file-duration = Duration
teaching-file-choose = Choose a file
teaching-file-replace = Choose another file to replace it
teaching-file-stored = The file has been stored.
teaching-video-hint = MP4 (H.264) or WebM, at most 2 GB.
teaching-document-hint = A PDF is read on the page, other files are downloaded; at most 100 MB.
teaching-video-unreadable = This video cannot be read; it may be damaged. Please export it again and upload the new file.
teaching-text-has-no-file = Only videos and documents have a file; what belongs to this lesson is written, not uploaded.
teaching-lesson-delete = Delete the lesson
teaching-lesson-delete-about = This cannot be undone: the lesson's content and file go, and { $count ->
    [one] the progress of { $count } learner.
   *[other] the progress of { $count } learners.
}
teaching-lesson-deleted = The lesson has been deleted.
teaching-staff = Staff
teaching-staff-username = Username
teaching-staff-username-hint = The name they registered with.
teaching-staff-role = Role
teaching-staff-role-hint = Teachers may change the course. Assistants see all of it and keep discussions civil, but change nothing.
teaching-staff-add = Add to the staff
teaching-staff-added = Added to the course's staff.
teaching-staff-remove = Remove
teaching-staff-remove-confirm = Remove { $name } from the course's staff?
teaching-staff-removed = Removed from the course's staff.
teaching-staff-owner-stays = This is the course's owner, who cannot be changed or removed.
teaching-username-missing = Please give a username.
teaching-username-unknown = There is nobody called “{ $name }”. Please check the spelling.
teaching-learners = Learners
teaching-learners-empty-title = No learners yet
teaching-learners-empty-text = Once the course is published, whoever enrols appears here.
teaching-learners-search = Find by name or username
teaching-learners-none = No learner has “{ $name }” in their name.
teaching-learner-progress = Completed
teaching-enrolled-on = enrolled on { $date }
teaching-search = Find
teaching-seats-title = Seats
teaching-seats = The most learners at once
teaching-seats-hint = Leave it empty for no limit. { $count ->
    [one] One person takes the course now.
   *[other] { $count } people take the course now.
}
teaching-seats-no-number = Enter a whole number from 1 to { $max }, or leave it empty for no limit.
teaching-seats-too-few = { $count ->
    [one] One person takes the course already; there can be no fewer seats.
   *[other] { $count } people take the course already; there can be no fewer seats.
}
teaching-owner-change = Hand the course over
teaching-owner = User name of the new owner
teaching-owner-hint = They must be a teacher on this platform. You stay a teacher of the course, but no longer manage its people or delete it.
teaching-owner-confirm = Hand this course over? From then on only the new owner can manage its people, hand it over again or delete it.
teaching-owner-button = Hand over
teaching-owner-changed = The course has a new owner.
teaching-owner-no-teacher = This account is not a teacher's. Ask an administrator to make it one first.
teaching-owner-notice = The course “{ $title }” has been handed over to you. You are its owner now.


### chat

chat-title = Chat
chat-rooms = Conversations
chat-unread = { $count } unread
chat-empty = No conversations yet
chat-empty-hint = Every course you take has a room for its learners and teachers. Enrol in one, and it appears here.
chat-empty-button = Find a course
chat-choose = Choose a conversation
chat-choose-hint = Pick one at the left to read and write.
chat-preview = { $name }: { $words }
chat-preview-file = [File]
chat-note-course = Course room
chat-note-group = Group
chat-note-direct = Between the two of you
chat-back = All conversations
chat-back-to-room = Back to the conversation
chat-course = To the course
chat-people = People
chat-moderator = Staff
chat-direct = Message
chat-direct-with-oneself = A conversation needs somebody else.
chat-messages = Messages
chat-older = Older messages
chat-archive-away = Earlier messages can't be read just now. Please try again later.
chat-begin = This is where the conversation begins.
chat-newest = To the newest messages
chat-newer = Newer messages
chat-first-unread = To the first unread message ({ $count } unread)
chat-new = New
chat-new-below = New messages below
chat-gap = You were away for a while: this is the newest. Scroll up for what came before.
chat-mark-read = Mark as read
chat-write = Write a message
chat-send = Send
chat-attach = Attach files
chat-remove-file = Remove
chat-hint = Enter sends, Shift + Enter starts a line. **Bold**, `code`, $formulas$, lists and links work.
chat-sending = Sending…
chat-waiting = Too fast. Sends again in { $seconds } s.
chat-failed = Not sent.
chat-files-lost = The files must be chosen again.
chat-retry = Try again
chat-drop = Discard
chat-delete = Delete the message
chat-delete-question = Delete this message for everybody?
chat-message-empty = Write something, or attach a file.
chat-message-too-long = That is { $over } characters more than the { $most } a message may have.
chat-away = Connection lost. Trying again…
chat-signed-out = You have been signed out. Sign in again to go on.
chat-not-allowed = You are no longer in this conversation.
chat-stopped = The connection was ended. Reload the page to go on.
chat-link = Link to this message
chat-reply = Reply
chat-reply-to = Reply to { $name }:
chat-reply-cancel = Cancel the reply
chat-reply-gone = The message you are answering has been deleted.
chat-quote-deleted = The message was deleted
chat-reaction-unknown = Choose one of the emoji on offer.
chat-name-separator = { ", " }
chat-mentions = { $count } calling you
chat-edit = Edit the message
chat-edit-save = Save
chat-edit-cancel = Cancel
chat-edited = edited
chat-revisions = What it said before
chat-revision-now = Now
chat-revision-until = Until { $when }
chat-revisions-empty = This message has not been edited.
chat-pin = Pin the message
chat-unpin = Take it from the pinned messages
chat-pinned = Pinned
chat-pins = Pinned messages
chat-pins-empty = Nothing is pinned
chat-pins-empty-hint = Messages that should stay in sight are pinned from their menu by the staff; in a conversation of two, by either.
chat-mention-all = Everybody in this room
chat-mention-all-word = all
chat-search = Search messages
chat-search-words = Words, or a file's name
chat-search-button = Search
chat-search-narrow = Narrow it down
chat-search-room = Conversation
chat-search-all-rooms = All of yours
chat-search-from = Written by
chat-search-since = From
chat-search-until = To
chat-search-has-file = With files
chat-search-begin = What was it?
chat-search-begin-hint = Searches what was said in the conversations you are in, also old messages and the names of files.
chat-search-empty = Nothing was found
chat-search-empty-hint = Try fewer or other words, or take away what narrows it down.
chat-search-more = The { $most } best are shown. More words, a person or a date narrow it down.
chat-search-single-letter = A single letter or digit is looked for as a word of its own, such as the C in “C code”. Type one more, and words that begin so are found.
chat-deleted = Deleted.
chat-undo = Undo
chat-moderation = Moderation
chat-muted = You are muted in this conversation for another { $minutes } min.
chat-word-blocked = This conversation does not take messages with “{ $word }”.
chat-rules = Rules of this conversation
chat-rules-slow = Seconds between two messages of a member
chat-rules-slow-hint = 0 for no wait. Moderators never wait.
chat-rules-slow-wrong = Give whole seconds from 0 to { $most }.
chat-rules-words = Words that are not taken
chat-rules-words-hint = One per line. A message with one of them is refused with words, and stays where it was typed.
chat-rules-word-long = A word may have { $most } characters.
chat-rules-words-many = There may be { $most } words.
chat-rules-save = Save the rules
chat-rules-saved = The rules are saved.
chat-reason = Reason
chat-reason-missing = Give a reason, in at most { $most } characters.
chat-sanctions = Moderate
chat-sanction-done = Done, and written down.
chat-sanction-lifted = Taken back, and written down.
chat-sanction-moderator = The staff of the course can't be muted or banned here.
chat-mute = Mute
chat-mute-for = Mute for
chat-mute-time-wrong = Choose a time from a minute to a month.
chat-minutes-10 = 10 minutes
chat-minutes-60 = 1 hour
chat-minutes-1440 = 1 day
chat-minutes-10080 = 1 week
chat-ban = Ban
chat-ban-question = Take { $name } out of this conversation? They come back only when you lift it.
chat-delete-all = Delete messages
chat-delete-of-last = Everything of the last
chat-delete-all-question = Delete what { $name } wrote in this time?
chat-delete-hours-wrong = Choose a time from an hour to a month.
chat-messages-deleted = { $count ->
    [one] 1 message deleted.
   *[other] { $count } messages deleted.
}
chat-sanctioned = Muted and banned
chat-sanctioned-empty = Nobody.
chat-banned = banned
chat-muted-until = muted until { $when }
chat-pardon = Lift
chat-report = Report the message
chat-report-own = This is your own message: you can delete it.
chat-report-reason = What is wrong with it?
chat-report-hint = Those who moderate this conversation will look at it. The author is not told who reported it.
chat-report-send = Report
chat-report-sent = Thank you. The moderators will look at it.
chat-report-notice = A message in “{ $room }” has been reported
chat-report-dismiss = Let it stand
chat-report-dismissed = The message stays.
chat-reports = Reported messages
chat-reports-empty = Nothing waits for you.
chat-acts = What has been done
chat-acts-empty = Nothing yet.
chat-act-mute = Muted { $name }
chat-act-ban = Banned { $name }
chat-act-pardon = Lifted the sanctions of { $name }
chat-act-delete-all = Deleted messages of { $name }
chat-act-delete = Deleted a message
chat-act-restore = Brought a message back
chat-act-dismiss = Let a reported message stand
chat-act-rules = Changed the rules
chat-act-rule = { $field }: { $before } → { $after }
chat-act-rule-nothing = none
chat-held = It holds something that is looked at first: others see it when a moderator has let it through.
chat-held-waiting = waiting
chat-held-many = { $count } of your messages wait for a moderator already. Send more when they have been looked at.
chat-held-notice = A message waits to be looked at in “{ $room }”
chat-held-refused-notice = A message of yours in “{ $room }” was not let through
chat-held-title = Waiting messages
chat-held-empty = No message waits.
chat-held-approve = Let through
chat-held-refuse = Refuse
chat-held-approve-after-all = Let through after all
chat-held-refused-title = Refused lately ({ $count })
chat-held-approved = The message is there for everybody now.
chat-held-refused = Refused; its author is told.
chat-held-author-gone = Its author is no longer in this conversation, so it can't be let through.
chat-waiting-for-you = { $count } to look at
chat-word-held = “{ $word }” is looked at first, so it can't be added by editing. Send it as a new message.
chat-links-none = This conversation takes no links.
chat-links-trusted = This conversation takes links to these sites alone: { $hosts }
chat-repeated = You have said the same { $count } times within { $minutes } min.
chat-rules-held = Words that are looked at first
chat-rules-held-hint = One per line. A message with one of them is seen by its author and the moderators alone until one of them lets it through.
chat-rules-links = Links
chat-rules-links-hint = Links within this site are always taken. Moderators may send any.
chat-rules-links-all = Any link
chat-rules-links-trusted = Links to trusted sites
chat-rules-links-none = No links
chat-rules-links-wrong = Choose one of the options.
chat-rules-hosts = Trusted sites
chat-rules-hosts-hint = One host per line, such as example.edu; what lies below it counts too.
chat-rules-host-wrong = “{ $host }” is no host.
chat-rules-hosts-many = There may be { $most } sites.
chat-rules-repeats = How often the same may be said
chat-rules-repeats-hint = 0 for no limit. Case, blanks and signs make no difference.
chat-rules-repeats-wrong = Give a whole number from 0 to { $most }.
chat-rules-minutes = Within so many minutes
chat-rules-minutes-wrong = Give whole minutes from 1 to { $most }.
chat-act-approve = let a waiting message of { $name } through
chat-act-refuse = refused a waiting message of { $name }
chat-room-follows = A course room follows its course, and a conversation of two is theirs: this can't be changed here.
chat-room-closed = This group is closed: it can be read, but nothing can be sent or changed any more.
chat-filter = Filter conversations
chat-filter-none = No conversation fits.
chat-emoji = Emoji
chat-emoji-search = Find an emoji
chat-emoji-groups = Faces|Hands and hearts|Study|Things|Signs
chat-menu = More
chat-settings = About this group
chat-settings-owner = Owner: { $name }.
chat-settings-ownerless = Its owner has gone; the moderators run it together.
chat-settings-open = Open: everybody who is signed in may find and join it.
chat-settings-closed = Closed: moderators bring people in.
chat-level = Notifications
chat-level-everything = All messages
chat-level-mentions = Mentions and replies
chat-level-nothing = None
chat-online = { $count } online ·{ " " }
chat-online-count = { $count } online ·{ " " }
chat-is-online = online
chat-typing = { $names } typing…
chat-typing-many = { $count } people typing…
chat-owner = Owner
chat-group-moderator = Moderator
chat-group-member = Membership
chat-group-new = New group
chat-group-create = Open the group
chat-group-opened = The group is open. Now bring people in.
chat-group-name = Name
chat-group-name-missing = Give the group a name.
chat-group-name-long = A name may have { $most } characters.
chat-group-description = What it is for
chat-group-description-hint = What is talked about, and with whom. Shown in the list if the group is open.
chat-group-description-long = The description may have { $most } characters.
chat-group-access = Who comes in
chat-group-access-closed = Closed: moderators bring people in
chat-group-access-open = Open: everybody who is signed in may find and join it
chat-group-save = Save
chat-group-saved = Saved.
chat-group-close = Close the group
chat-group-close-about = Its people go on reading and searching, but nobody can send anything. You can open it again.
chat-group-close-question = Close this group? Everybody will only be able to read.
chat-group-closed = The group is closed.
chat-group-reopen = Open it again
chat-group-reopen-about = Then its people can send messages again.
chat-group-reopened = The group is open again.
chat-open = Open groups
chat-open-search = Name or description
chat-open-empty = No open groups yet
chat-open-empty-hint = Groups that a teacher opens to everybody appear here, for anyone to join.
chat-open-empty-teacher = Choose “New group” above and make it open, and people find it here.
chat-open-people = { $count ->
    [one] { $count } person
   *[other] { $count } people
}
chat-open-facts = by { $owner } · { $people }
chat-open-join = Join
chat-open-enter = Enter
chat-add = Add people
chat-add-hint = Usernames; several at once are parted by blanks.
chat-add-button = Add
chat-add-missing = Give usernames, at most { $most } at once.
chat-add-unknown = Nobody is called: { $names }. Check the spelling.
chat-add-banned = { $names } may not be in this group. Lift the ban under Moderation first.
chat-add-notice = You have been added to the group “{ $room }”
chat-added = { $count ->
    [0] They are in the group already.
    [one] One person added.
   *[other] { $count } people added.
}
chat-promote = Make moderator
chat-demote = No longer moderator
chat-role-changed = Changed.
chat-owner-alone = Only the owner can take out moderators.
chat-owner-stays = That can't be done to yourself or to the owner.
chat-hand-over = Hand over
chat-hand-over-question = Hand the group over to { $name }? Then they decide on moderators, on closing and on handing over.
chat-hand-over-teacher = A group can be handed over to a teacher alone.
chat-hand-over-notice = The group “{ $room }” has been handed over to you
chat-handed-over = The group has a new owner.
chat-remove = Take out
chat-remove-question = Take { $name } out of the group? They can be added again.
chat-removed = Taken out.
chat-leave = Leave the group
chat-leave-about = You will no longer see what is said here, nor be told of it.
chat-leave-question = Leave “{ $name }”?
chat-leave-owner = The group is yours: hand it over or close it before you leave.
chat-left = You have left the group.
chat-line-opened = { $by } opened the group
chat-line-joined = { $who } joined
chat-line-added = { $by } added { $who }
chat-line-left = { $who } left
chat-line-renamed = { $by } renamed the group to “{ $name }”
chat-line-handed-over = { $by } handed the group over to { $who }
chat-line-closed = { $by } closed the group
chat-line-reopened = { $by } opened the group again
chat-act-add = added people
chat-act-remove = took { $name } out of the group
chat-act-promote = made { $name } a moderator
chat-act-demote = took moderation from { $name }
chat-act-hand-over = handed the group over to { $name }
chat-act-describe = changed what is said of the group
chat-act-close = closed the group
chat-act-reopen = opened the group again
chat-digest-subject = { $count ->
    [one] You missed a message
   *[other] You missed { $count } messages
}
chat-digest-room = In “{ $room }”:
chat-digest-direct = Direct messages:
chat-digest-line = { $author }: { $words }
chat-digest-files = [picture or file]
chat-digest-rest = { $count ->
    [one] And one more.
   *[other] And { $count } more.
}
chat-digest-button = Read them in chat




### live

live-conflict-started = This class has already been started.
live-conflict-ended = This class is over.
live-problem-video-codec = The picture is not H.264, which is what browsers play. In OBS: Settings, Output, Video encoder: choose x264 or another H.264, not HEVC or AV1.
live-problem-no-video = No picture arrives. Add a source in your program and check that its video encoder runs.
live-problem-no-audio = No sound arrives. Add a microphone or another audio source.
live-problem-audio-codec = The sound is not AAC, which is what browsers play. Choose AAC as the audio encoder.
live-problem-keyframes = Keyframes come too rarely, so learners wait longer and see you later. In OBS: Settings, Output, Keyframe interval: 1 s.
live-problem-not-recorded = Recording has stopped; the server's disk is probably full. The class goes on and what was recorded is kept. Ask the administrator to make room, then stop and start your stream, and recording goes on.
live-problem-frames-too-large = The picture is too large to be shown: a keyframe has more than 1 MB. Lower the bitrate or the resolution in your program.
live-event-connected = Your program is connected.
live-event-disconnected = The connection has ended.
live-event-taken-over = A new connection has taken the place of the one before.
live-event-restarted = The stream server was restarted. Your program should reconnect by itself.
live-event-refused-wrong-key = Somebody tried to publish with a wrong key ({ $address }).
live-event-refused-ended = A publisher was refused: the class is over.
live-event-refused-occupied = A second publisher was refused ({ $address }): somebody else is publishing.
live-event-refused-malformed = A publisher with forged details was refused.
live-event-refused-suspended = A publisher was refused: the teacher's account is suspended.

live-title = Live classes
live-lead = What is on, what comes next, and what can be watched again.
live-badge = A class is live
live-new-button = Plan a class
live-empty-title = No live classes yet
live-empty-words = Once you are enrolled in a course, its live classes and replays appear here.
live-empty-courses = Browse courses
live-list-now = On now
live-list-planned = Coming up
live-list-own = Yours, without a time
live-list-replays = Replays
live-list-undated = open
live-list-begins = begins { $time }
live-list-since = since { $time }
live-list-lasted = { $time }, { $length } long
live-course-none = This course has no live classes yet.
live-status-live = Live
live-status-planned = Planned
live-status-ended = Ended
live-status-replay = Replay
live-viewers = { $count ->
    [one] 1 watching
   *[other] { $count } watching
  }
live-new-title = Plan a live class
live-edit-title = Change this class
live-form-title = Title
live-form-title-missing = Please give the class a title.
live-form-title-long = A title has at most { $most } characters.
live-form-course = Course
live-form-course-hint = Its learners see this class on the course page and on their home page.
live-form-course-none = No course
live-form-course-unknown = Please choose one of the courses you teach.
live-form-start = Planned start
live-form-start-hint = Time zone: { $zone }. Leave it empty until it is settled.
live-form-start-unreadable = Please write a date and time like 2026-03-05T19:30.
live-form-start-past = That time has passed. Please choose one to come.
live-form-access = Who may watch
live-access-enrolled = Those enrolled in the course
live-access-everyone = Everyone, without signing in
live-form-access-missing = Please choose who may watch.
live-form-access-needs-course = Choose a course first: only a course has enrolled learners.
live-form-create = Open the room
live-form-save = Save
live-saved = Saved.
live-cancel-words = Whoever has the link will see that the class was cancelled.
live-cancel-button = Cancel this class
live-cancel-confirm = Cancel this class? This cannot be undone.
live-cancel-too-late = The class has begun and can no longer be cancelled.
live-cancelled = The class is cancelled.
live-statistics-title = Figures
live-statistics-viewers = People watching
live-statistics-messages = Messages per minute
live-statistics-not-begun = Has not begun
live-statistics-people = People in all
live-statistics-peak = Most at once
live-statistics-average = Average time watched
live-statistics-written = Messages
live-statistics-too-little = Not enough to draw yet.
live-statistics-table = Show the numbers
live-statistics-time = Time
live-stage-planned = The class has not begun
live-stage-start = Planned for { $time }
live-stage-undated = The time is not settled yet
live-stage-by-itself = The picture appears here by itself when it begins.
live-stage-cancelled = This class was cancelled
live-stage-ended = The class is over
live-stage-replay-later = The replay will be here when it is ready.
live-stage-break = The picture dropped. Be right back
live-stage-break-note = Stay here: it goes on by itself.
live-stage-no-picture = Waiting for the teacher's picture
live-stage-latency = { $seconds } s behind
live-stage-play = Play
live-stage-mute = Sound
live-stage-full = Full screen
live-replay-watch = Watch the replay
live-countdown-days = days
live-countdown-hours = hours
live-countdown-minutes = minutes
live-countdown-seconds = seconds
live-talk = Chat and danmaku
live-talk-failed = Not sent.
live-talk-retry = Try again
live-talk-slow = That was fast. It goes out in { $seconds } s.
live-talk-signed-out = You are signed out. Please sign in again.
live-talk-removed = You can no longer watch this class.
live-talk-reconnecting = Connection lost. Reconnecting…
live-talk-newest = To the newest messages
live-talk-sign-in = Sign in to write
live-talk-over = The class is over; nothing more can be written.
live-talk-style = Colour and position
live-talk-write = Say something…
live-talk-send = Send
live-colour = Colour
live-colour-white = White
live-colour-red = Red
live-colour-yellow = Yellow
live-colour-green = Green
live-colour-blue = Blue
live-colour-purple = Purple
live-mode = Position
live-mode-scroll = Moving
live-mode-top = Top
live-mode-bottom = Bottom
live-danmaku-settings = Danmaku settings
live-danmaku-shown = Show danmaku
live-danmaku-opacity = Opacity
live-danmaku-size = Size
live-danmaku-size-small = Small
live-danmaku-size-normal = Medium
live-danmaku-size-large = Large
live-danmaku-speed = Speed
live-danmaku-speed-slow = Slow
live-danmaku-speed-normal = Medium
live-danmaku-speed-fast = Fast
live-danmaku-area = Area
live-danmaku-area-quarter = Top quarter
live-danmaku-area-half = Upper half
live-danmaku-area-full = Whole picture
live-message-missing = Please write something first.
live-message-long = A message has at most { $most } characters.
live-message-over = The class is over; nothing more can be written.
live-message-delete = Delete this message
live-message-earlier = Earlier messages
live-rank-teacher = Teacher
live-rank-assistant = Assistant
live-studio-title = Studio
live-started = The class has begun.
live-ended = The class is over. The replay follows.
live-notice-started = “{ $title }” is live now
live-edit-button = Edit
live-studio-as-audience = See it as learners do
live-studio-planned = Until you start, only you see the picture.
live-studio-over = This class is over.
live-start-button = Start the class
live-end-button = End the class
live-end-confirm = End the class? It can't be started again. The replay is made by itself.
live-health-title = What arrives
live-health-viewers = Watching now
live-health-connection = Connection
live-health-nobody = Nothing arrives
live-health-nobody-advice = Press “Send picture” above, or enter server and key in OBS and press Start Streaming.
live-health-connected = connected for { $since }
live-health-picture = Picture
live-health-picture-playing = playing
live-health-picture-waiting = none yet
live-health-picture-interrupted = dropped
live-health-picture-interrupted-advice = Learners see “be right back”. Check the network and stream again; it goes on by itself.
live-health-video = Video
live-health-audio = Sound
live-health-bitrate = Bit rate
live-health-keyframes = Keyframe interval
live-health-keyframes-value = { $seconds } s
live-health-problem = Problem
live-health-events = What happened lately
live-stream-title = Where to stream to
live-stream-server = Server
live-stream-key = Stream key
live-stream-key-once = Shown only this once. Copy it now; nobody can read it again.
live-stream-key-none = The key is yours alone: whoever has it can stream in your place.
live-stream-key-make = Make a stream key
live-stream-key-rotate = Make a new key
live-stream-key-rotate-confirm = The old key stops working at once and the running stream is cut off. Go on?
live-stream-off = Live streams are turned off on this server.
live-stream-obs = How to stream with OBS
live-stream-obs-1 = In OBS, open Settings → Stream, choose Custom, and paste the server and the key from above.
live-stream-obs-2 = Under Settings → Output choose x264 (H.264), a keyframe interval of 1 s, and AAC for sound.
live-stream-obs-3 = Press Start Streaming; when the picture appears on this page, start the class.
live-copy = Copy
live-copied = Copied
live-event-connected-browser = The browser's broadcast is connected.
live-broadcast-title = Go live from the browser
live-broadcast-lead = Nothing to install: share your screen, switch on camera and microphone, and press “Send picture”. Screen and camera can be on together.
live-broadcast-no-script = Going live from the browser needs JavaScript. You can also stream with OBS to the address below.
live-broadcast-unable = This browser can't go live. Use a recent Chrome, Edge or Firefox, or stream with OBS to the address below.
live-broadcast-preview = The picture that will be sent
live-broadcast-empty = Switch on the screen, the camera or the microphone: here you see what learners will see.
live-broadcast-screen = Share screen
live-broadcast-camera = Camera
live-broadcast-microphone = Microphone
live-broadcast-level = Level
live-broadcast-begin = Send picture
live-broadcast-end = Stop sending
live-broadcast-connecting = Connecting…
live-broadcast-sending = Sending. Keep this page open while you teach.
live-broadcast-behind = The upload can't keep up: the network is too slow, and the picture will stutter. Close other programs that use it.
live-broadcast-away = The connection is lost, reconnecting… Learners see “right back”.
live-broadcast-stopped = Not sending any more.
live-broadcast-lost = Sending was cut off. Press “Send picture” again.
live-broadcast-too-much = The picture was too much data for the server. Try again with a smaller window.
live-broadcast-not-allowed = You don't run this class any more, so sending has stopped.
live-broadcast-replaced = You are sending from another window now; this one has stopped.
live-broadcast-occupied = Somebody is sending a picture already (OBS or another teacher). Stop that one first, then send from here.
live-broadcast-over = The class is over, so sending has stopped.
live-broadcast-no-encoder = This server has no ffmpeg, so it can't take a picture from the browser. Ask its administrator, or stream with OBS to the address below.
live-broadcast-camera-denied = The browser does not allow the camera. Press the icon beside the address, allow “Camera”, and try again.
live-broadcast-camera-missing = No camera was found. Check that it is plugged in.
live-broadcast-camera-busy = The camera can't be opened; another program may be using it.
live-broadcast-camera-ended = The camera has been unplugged.
live-broadcast-microphone-denied = The browser does not allow the microphone. Press the icon beside the address, allow “Microphone”, and try again.
live-broadcast-microphone-missing = No microphone was found. Check that it is plugged in.
live-broadcast-microphone-busy = The microphone can't be opened; another program may be using it.
live-broadcast-microphone-ended = The microphone has been unplugged: learners can't hear you now.
live-broadcast-screen-denied = The system does not allow the browser to record the screen. Allow “Screen recording” in its privacy settings and restart the browser.
live-broadcast-screen-busy = This screen or window can't be shared. Try another one.
live-broadcast-screen-closed = No screen was chosen.
live-broadcast-screen-ended = Screen sharing has stopped.
live-beside = Beside the picture
live-beside-talk = Chat
live-beside-quizzes = Quizzes
live-talk-empty = Nobody has said anything yet. What you say here also crosses the picture.
live-questions = Questions
live-questions-empty = Nobody has asked anything yet. Write down what you want to know; others can vote for it, and the teacher answers what most want to know first.
live-questions-sign-in = Sign in to ask
live-question-write = Ask the teacher…
live-question-ask = Ask
live-question-missing = Write your question first.
live-question-long = A question has at most { $most } characters.
live-question-many = You have { $most } questions that are not answered yet. Wait until some are.
live-question-over = The class is over: nobody can ask or vote any more.
live-question-vote = { $count ->
    [one] I want to know that too ({ $count } vote now)
   *[other] I want to know that too ({ $count } votes now)
}
live-question-votes = { $count ->
    [one] { $count } vote
   *[other] { $count } votes
}
live-question-pinned = Pinned
live-question-answered = Answered
live-question-answer = Answered
live-question-answer-end = Not answered after all
live-question-pin = Pin
live-question-pin-end = Unpin
live-question-delete = Delete this question
live-question-delete-confirm = Delete this question? Nobody will see it any more.
live-question-asked-at = asked at { $time }
live-question-answered-at = answered at { $time }
live-hands = Hands
live-hands-empty = No hand is raised.
live-hand-raise = Raise hand
live-hand-lower = Lower hand
live-hand-next = You are next
live-hand-before = { $count } before you
live-hand-done = Lower
live-hand-not-live = Hands can be raised while the class is live.
live-polls = Polls
live-polls-empty = No polls yet. When the teacher starts one, it appears over the picture.
live-polls-empty-staff = No polls yet. Prepare one to start it in class, or make one on the spot.
live-poll-new = New poll
live-poll-question = Question
live-poll-question-wrong = Write a question of at most { $most } characters.
live-poll-options = Options
live-poll-options-hint = One a line, 2 to 10.
live-poll-options-wrong = Write 2 to { $most } options, one a line.
live-poll-option-long = An option has at most { $most } characters.
live-poll-seconds = Time limit (seconds)
live-poll-seconds-hint = Leave it empty to close the poll yourself.
live-poll-seconds-wrong = Enter a whole number from { $least } to { $most }, or leave it empty.
live-poll-is-multiple = Several may be chosen
live-poll-may-change = Votes can be changed until it is closed
live-poll-open-now = Start now
live-poll-keep = Keep for later
live-poll-open = Open
live-poll-prepared = Prepared
live-poll-over-tag = Closed
live-poll-multiple = several may be chosen
live-poll-limit = { $seconds } s once open
live-poll-vote = Vote
live-poll-change = Change vote
live-poll-voted-note = You have voted
live-poll-waiting = Waiting for the teacher to show the results.
live-poll-voters = { $count ->
    [one] { $count } person voted
   *[other] { $count } people voted
}
live-poll-opening = Start poll
live-poll-closing = Close poll
live-poll-show = Show results
live-poll-delete = Delete
live-poll-delete-confirm = Delete this poll, which was never started?
live-poll-left = { $seconds } s left
live-poll-later = Put aside
live-poll-was-open = This poll has been started before.
live-poll-not-open = This poll has not been started yet.
live-poll-not-live = Polls can be started while the class is live.
live-poll-over = The class is over: no more polls can be made.
live-poll-closed = The poll is closed.
live-poll-voted = You have voted, and votes can't be changed in this poll.
live-poll-choice-wrong = Choose from the options.

live-quick-title = Quick quizzes
live-quick-new = New quick quiz
live-quick-name = Name
live-quick-name-hint = Optional. Without one it is called as its first question, and so is its column in the grade book.
live-quick-questions = Questions from the bank
live-quick-questions-hint = Only questions that mark themselves are listed. Up to 10, asked in the order of this list.
live-quick-filter = Search questions
live-quick-seconds = Time limit in seconds
live-quick-open-now = Start now
live-quick-keep = Keep for later
live-quick-bank-empty = There are no questions in the bank yet that mark themselves.
live-quick-bank = Write some
live-quick-prepared = Ready
live-quick-open = Open
live-quick-closed = Closed
live-quick-shown = Results shown
live-quick-answers = { $count } answered
live-quick-opening = Start
live-quick-closing = Close now
live-quick-show = Show results
live-quick-delete = Delete
live-quick-delete-confirm = Delete this quick quiz?
live-quick-submit = Submit
live-quick-once = You can't change it afterwards.
live-quick-sent = Submitted. Your teacher will show the results.
live-quick-waiting = Closed. Your teacher will show the results.
live-quick-not-enrolled = Only learners of this course can answer.
live-quick-marks = You got { $marks } of { $points } points
live-quick-key = Answer
live-quick-right = Right
live-quick-part = Partly right
live-quick-wrong = Wrong
live-quick-nothing = No answer
live-quick-empty = When your teacher starts a quick quiz, it comes up over the picture and stays here.
live-quick-empty-staff = No quick quizzes yet. Pick questions from the bank and put them over everybody's picture; marks go to the grade book by themselves.
live-quick-no-course = This class belongs to no course, so there is no question bank.
live-quick-over = The class is over; no new quick quizzes can be made.
live-quick-not-live = A quick quiz can start once the class is live.
live-quick-was-open = This quick quiz has been started before.
live-quick-not-open = This quick quiz has not been started yet.
live-quick-late = Time is up: this quick quiz is closed.
live-quick-answered = You have submitted already; it can't be changed.
live-quick-answer-long = That answer is too long.
live-quick-title-long = Names have at most { $most } characters.
live-quick-questions-wrong = Choose 1 to { $most } questions.
live-quick-question-unknown = Some of these questions are not in the bank any more. Choose again.
live-quick-seconds-wrong = The time limit is { $least } to { $most } seconds.
live-practice-lead = The quick quizzes of the class, to do again. For practice only: nothing is kept, and nothing goes to the grade book.
live-practice-check = Check my answers
live-practice-again = Try again
live-practice-partial = Some questions have no answer yet. The key is shown once you have answered them all.
live-practice-sign-in = Sign in to answer

live-people = People
live-people-here = Who is here
live-people-staff = Staff
live-people-muted = Muted
live-people-since = since { $time }
live-people-guests = { $count } more watching without signing in
live-people-empty = Nobody who is signed in yet.
live-slow-label = Time between messages
live-slow-off = No limit
live-slow-seconds = { $seconds } s
live-slow-save = Set
live-slow-wrong = Choose one of the list.
live-slow-note = Slow mode: one message each { $seconds } s per person.
live-mute = Mute
live-unmute = Unmute
live-mute-length = For how long
live-mute-for = { $minutes } min
live-mute-class = Whole class
live-mute-confirm = Mute this person for 10 minutes?
live-mute-minutes-wrong = Choose one of the list.
live-mute-staff = Staff can't be muted.
live-muted = You are muted for another { $minutes } min.
live-message-pin = Pin
live-message-mute = Mute for 10 minutes
live-unpin = Unpin
live-danmaku-hide-person = Hide this person's danmaku
live-danmaku-words = Hidden words
live-danmaku-words-hint = One a line. Danmaku with them do not cross the picture; the list still has them.
live-danmaku-people = Hidden people
live-danmaku-people-none = Nobody. You can hide somebody's danmaku in the chat.
live-danmaku-people-show = Show again
live-danmaku-hidden-person = Hidden. You can show them again in the danmaku settings.

live-roll-title = Roll call
live-roll-minutes = Minutes
live-roll-open = Call the roll
live-roll-close = End now
live-roll-is-open = Open
live-roll-over = Over
live-roll-present = { $count } present
live-roll-absent = { $count } absent
live-roll-calling = Your teacher calls the roll
live-roll-here = I'm here
live-roll-done = You have signed in
live-roll-name = Name
live-roll-username = Username
live-roll-state = State
live-roll-time = Signed in
live-roll-is-present = present
live-roll-is-absent = absent
live-roll-minutes-wrong = 1 to { $most } minutes.
live-roll-not-live = The roll can be called once the class is live.
live-roll-no-course = This class belongs to no course, so there is no list of learners.
live-roll-not-enrolled = Only learners of this course sign in.
live-roll-late = The roll call is over.

live-signals = Reactions
live-lost-button = I'm lost
live-lost-done = Your teacher knows
live-lost-title = Lost
live-lost-recent = lost within the last minute
live-lost-curve = People lost over the last { $minutes } minutes
live-lost-not-live = Only once the class is live.
live-emoji-send = Send
live-emoji-unknown = There is no such emoji here.

live-slides = Slides
live-slides-page = Page { $number }
live-slides-previous = Previous
live-slides-next = Next
live-slides-put-away = Put away
live-slides-keys = The keys ← and → turn pages too.
live-slides-upload = Upload slides
live-slides-upload-hint = PDFs or images. Export presentations as PDF first. Learners see a page once you have shown it.
live-slides-add = Upload
live-slides-sending = Uploading…
live-slides-swap = Swap picture and slide
live-slides-back = Back to the teacher's page
live-slides-delete = Delete slides
live-slides-delete-confirm = Delete these slides?
live-slides-empty = When your teacher shows slides, they come up over the picture; pages that were shown stay here to look back at.
live-slides-empty-staff = No slides yet. Upload some and click a page: everybody sees it.
live-slides-missing = Choose a file.
live-slides-wrong = Upload a PDF or images (JPEG, PNG, WebP).
live-slides-broken = This PDF can't be opened: it may be damaged or locked.
live-slides-long = At most { $most } pages at once.
live-slides-many = At most { $most } sets of slides in a class.
live-slides-over = The class is over; its slides stay as they are.
live-slides-shown = Slides that were shown can't be deleted: the replay needs them.
live-slides-preparing = The pages are being prepared. They appear here by themselves.
live-slides-failed = The pages could not be prepared. That is tried again by itself in a while.
live-slides-again = Try again
live-replay-title = Replay
live-replay-preparing = The replay is being made
live-replay-preparing-note = This takes about a minute. The page changes by itself.
live-replay-none = This class has no recording
live-replay-none-note = No picture arrived while it was live, or the recording is damaged.
live-replay-not-over = The class is not over yet
live-replay-talk = What was said
live-replay-quiet = Nobody said anything.
live-replay-jump = Go to this moment
live-replay-add-lesson = Make it a lesson
live-replay-lesson = Edit its lesson
live-replay-lesson-added = The replay stands at the end of the course now. Here you can change its title, add notes and say when it is done.
live-replay-no-lesson = Only a class that belongs to a course and is over can become a lesson.
live-replay-to-room = To the class
live-replay-more = What was said next
live-message-delete-confirm = Delete this message? It leaves everybody's page.
live-message-discard = Discard
live-talk-sending = Sending…
live-viewers-words = { $count } watching
live-stage-sound-on = Turn the sound on
live-replay-edit = Manage replay
live-replay-visibility = Who sees it
live-replay-is-published = Published: whoever may watch the class may watch its replay.
live-replay-is-hidden = Hidden: only teachers and assistants see this replay.
live-replay-hide = Hide the replay
live-replay-publish = Publish the replay
live-replay-published = The replay is published.
live-replay-hidden = The replay is hidden from learners.
live-replay-download = Download
live-replay-download-shown = Download the replay
live-replay-download-whole = Download the whole recording ({ $size })
live-replay-timeline = Timeline of the replay
live-replay-search = Search the chat
live-replay-found = { $count ->
    [one] { $count } message found
   *[other] { $count } messages found
}
live-replay-found-none = Nothing found. Try another word.
live-cut-title = Trim
live-cut-lead = Keep one stretch; learners do not see what lies before and after it. The whole recording is kept, so you can trim again at any time.
live-cut-start = From
live-cut-end = To
live-cut-hint = Written like 1:02:03 or 2:03.5.
live-cut-whole = The whole recording lasts { $length }.
live-cut-take = Use the current moment
live-cut-button = Trim
live-cut-undo = Go back to the whole recording
live-cut-asked = Saved. Until the trimmed replay is ready, learners see the one before.
live-cut-making = The trimmed replay is being made. This page updates by itself.
live-cut-failed = Trimming failed; learners still see the replay as it was. Try again, or go back to the whole recording.
live-cut-shown = Learners see a replay of { $length }.
live-cut-unreadable = Write a time like 1:02:03.
live-cut-outside = The beginning must lie within the recording.
live-cut-too-short = The end must lie after the beginning, by one second at least.
live-mark-gap = Picture away for { $length }
live-mark-busy = { $count ->
    [one] { $count } message
   *[other] { $count } messages
}
live-mark-question = Answered: { $what }
live-mark-poll = Poll: { $what }
live-mark-quiz = Quick quiz: { $what }
live-mark-lost = { $count ->
    [one] { $count } person lost
   *[other] { $count } people lost
}
live-notice-planned = New live class: “{ $title }”, { $at }
live-notice-moved = “{ $title }” was moved to { $at }
live-notice-cancelled = “{ $title }”, planned for { $at }, was called off
live-notice-soon = “{ $title }” goes live at { $at }
live-notice-replay = The replay of “{ $title }” is ready
live-statistics-retention = Retention (watching, in % of all who came)
live-statistics-usually = usually { $value }
live-attendance-title = Attendance
live-attendance-download = Download CSV
live-attendance-none = This class has no learners yet.
live-attendance-lead = { $count ->
    [one] { $count } learner saw at least half of the class.
   *[other] { $count } learners saw at least half of the class.
}
live-attendance-more = The first 200 are listed here; the CSV has all.
live-attendance-name = Name
live-attendance-username = Username
live-attendance-joined = First joined
live-attendance-live = Watched live
live-attendance-live-seconds = Watched live (s)
live-attendance-share = % of the class
live-attendance-present = Present (half or more)
live-attendance-replay = Watched again
live-attendance-replay-seconds = Watched again (s)
live-attendance-yes = yes
live-attendance-no = no
live-earlier-title = Compared with earlier classes
live-earlier-class = Class
live-earlier-when = When
live-earlier-length = Length
live-health-so-far = { $people ->
    [one] { $people } person
   *[other] { $people } people
} so far, { $peak } at most at once, { $average } on average
live-stage-sound-only = Sound only
live-stage-sound-only-note = For slow lines and to save data. Press again for the picture.

### home

home-title = Lectern · courses, chat and live classes
home-hero-title = A quiet, well-lit lecture hall,
home-hero-title-end = always open
home-hero-lead = Study at your own pace, ask in the course's room, and come together for live classes.
home-search-placeholder = What would you like to learn?
home-search-button = Find courses
home-welcome = Hello, { $name }
home-continue = Go on learning
home-continue-all = My learning
home-continue-empty = You have not begun a course yet
home-continue-browse = Browse courses
home-live = Live classes
home-live-all = All live classes
home-popular = Popular courses
home-popular-all = All courses
home-categories = By subject
home-empty = No courses yet
home-empty-hint = Courses appear here once a teacher publishes them.




### media

media-too-large = The file is larger than { $limit }. Please choose a smaller one.
media-too-many-files = At most { $count } files at once, please.
media-empty = The file is empty. Please choose another one.
media-not-an-image = This is not an image that we can read. Please choose a JPEG, PNG, WebP or GIF file.
media-not-a-video = This is not an MP4 or WebM video. Please convert it and choose it again.
media-not-a-pdf = This is not a PDF file. Please save it as PDF and choose it again.
media-too-many-pixels = The image has more than 50 million pixels. Please make it smaller and choose it again.
media-quota-bytes = Your files may take { $most } in all, and there is no room left for this one. Delete files that you no longer need, or ask an administrator for more.
media-quota-files = You may keep { $most } files, and have reached that number. Delete files that you no longer need, or ask an administrator for more.
media-disk-full = There is no room left on the server. The file was not stored; please tell an administrator.
media-usage-title = Your files
media-usage = { $used } of { $most }
media-usage-files = { $count } of { $most } files
media-usage-hint = Everything you have uploaded counts: messages, homework, course files. Recordings of live classes do not.




### admin

admin-people-title = People
admin-people-search = Username, name or email contains
admin-search-button = Search
admin-people-empty = Nobody like that was found
admin-people-person = Person
admin-people-joined = Joined
admin-people-role = Role
admin-people-access = Access
admin-role-student = Student
admin-role-teacher = Teacher
admin-role-admin = Admin
admin-role-saved = The role is changed; that person has to sign in again.
admin-suspended = Suspended
admin-suspend-button = Suspend
admin-suspend-confirm = Suspend { $name }? They are signed out at once and can't sign in until you restore the account.
admin-restore-button = Restore
admin-restore-confirm = Restore the account of { $name }?
admin-suspension-saved = Saved.
admin-components-title = Components
admin-components-lead = Every component, in light and dark.
admin-components-light = Light
admin-components-dark = Dark
admin-components-colours = Colours
admin-components-type = Type
admin-components-buttons = Buttons
admin-components-forms = Forms
admin-components-cards = Cards
admin-components-data = Data
admin-components-messages = Messages
admin-components-sample-heading = The mountains high, the moon small
admin-components-sample-text = A line that Su Shi wrote in Huangzhou, short and clear. English and 中文 stand side by side, and the browser sets the space.
admin-components-sample-link = A link
admin-components-sample-primary = Primary
admin-components-sample-plain = Plain
admin-components-sample-quiet = Quiet
admin-components-sample-danger = Dangerous
admin-components-sample-label = Name
admin-components-sample-hint = A hint stands under it
admin-components-sample-error = Please give a name; the list shows it.
admin-components-sample-choice = Remind me
admin-components-sample-option = An option
admin-components-sample-file = Cover picture
admin-components-sample-done = Done
admin-components-sample-warning = Please note: two places are still empty.
admin-components-sample-success = Saved.
admin-components-sample-failure = That was not saved. Please try again.
admin-components-sample-empty = Nothing here yet
admin-components-sample-empty-hint = Add the first one and it appears here.
admin-components-sample-person = Su Shi
admin-components-sample-count = People
admin-system-title = System
admin-system-lead = How the parts that this node works with are doing. For a full examination run lectern doctor.
admin-system-fine = Fine
admin-system-trouble = Trouble
admin-system-sockets = Live connections
admin-system-sockets-open = { $count ->
    [one] One page is connected to this node.
   *[other] { $count } pages are connected to this node.
}
admin-system-nodes = Nodes
admin-system-nodes-one = This node is the whole system; it needs no Redis.
admin-system-nodes-joined = Joined to the other nodes by Redis: messages cross at once.
admin-system-nodes-apart = Redis can't be reached ({ $why }). Chat goes on; messages of other nodes come some seconds later.
admin-system-store = Files
admin-system-store-folder = The data folder
admin-system-store-bucket = The bucket { $name }
admin-system-store-away = { $place }: can't be read or written now. Uploads fail, and the archive of chat waits for it.
admin-system-archive = Archive of chat
admin-system-archive-off = Off (LECTERN_ARCHIVE_AFTER_DAYS).
admin-system-archive-after = Messages older than { $days } days move to the archive.
admin-system-archive-empty = There is nothing in the archive yet.
admin-system-archive-holds = The archive holds { $messages } messages in { $size }; it last grew on { $day }.
admin-system-program = Installed: { $path }
admin-system-ffmpeg-missing = There is no ffmpeg ({ $why }). Recordings can't become replays, and browsers can't send a picture.
admin-system-pdftoppm-missing = There is no pdftoppm ({ $why }). Courseware of classes has to be images; a PDF can't be turned into pages.
admin-tabs = Administration
admin-categories-title = Categories
admin-categories-lead = A category lists the courses of all those below it. The English name is shown on English pages.
admin-categories-empty = There are no categories yet
admin-categories-empty-advice = Every course is filed under one. Add the first below.
admin-categories-courses = { $count ->
    [one] One published course
   *[other] { $count } published courses
}
admin-categories-up = Move { $name } up
admin-categories-down = Move { $name } down
admin-categories-edit = Rename, move or remove
admin-categories-name = Chinese name
admin-categories-name-en = English name
admin-categories-rename = Save the names
admin-categories-parent = Parent
admin-categories-top = (top of the tree)
admin-categories-place = Move here
admin-categories-add-title = Add a category
admin-categories-add = Add
admin-categories-saved = The category is saved.
admin-categories-removed = The category is removed.
admin-categories-remove = Remove
admin-categories-remove-title = Remove “{ $name }”
admin-categories-remove-touches = There is something in this category. It has to be merged into another one:
admin-categories-touched-courses = { $count ->
    [one] One course, { $published } of them published
   *[other] { $count } courses, { $published } of them published
}
admin-categories-touched-children = { $count ->
    [one] One category below it, with all that is below that
   *[other] { $count } categories below it, with all that is below them
}
admin-categories-remove-empty = There are no courses and no categories below it. Removing it touches nothing else.
admin-categories-heir = Merge into
admin-categories-heir-hint = Its courses and the categories below it move there. Nothing is lost.
admin-categories-heir-missing = Choose the category to merge it into.
admin-categories-heir-below = It can't be merged into itself or into a category below it.
admin-categories-heir-has-name = A category of the same name lies there already. Rename one of them first.
admin-categories-confirm = Yes, remove the category “{ $name }”
admin-categories-confirm-missing = Tick this to say that you mean it.
admin-categories-keep = Keep it
admin-categories-name-missing = Enter a name.
admin-categories-name-too-long = A name has at most { $max } characters.
admin-categories-name-taken = A category of this name is there already.
admin-categories-parent-missing = This parent does not exist any more. Choose another.
admin-categories-cycle = A category can't be moved into itself or below itself.
admin-categories-changed = The categories were changed just now. Try again.
admin-mails-title = Mails
admin-mails-lead = Mails of the last 30 days, sent and waiting.
admin-mails-folder = No mail server is configured (SMTP_URL): mails lie in { $folder }.
admin-mails-empty = No mails yet
admin-mails-empty-hint = When somebody forgets a password, say, the mail is listed here.
admin-mails-subject = Subject
admin-mails-receiver = To
admin-mails-time = Time
admin-mails-state = State
admin-mails-sent = Sent
admin-mails-waiting = Waiting
admin-mails-failed = Refused
admin-mails-gone = The mail server has taken this mail; its text is not kept.
admin-applications-title = Applications
admin-applications-empty = Nobody is waiting for an answer
admin-applications-empty-hint = Whoever asks to teach appears here, and you get a mail.
admin-application-reason = A word to the applicant
admin-application-reason-hint = Required when you refuse; it stands in the mail.
admin-application-reason-length = Please say why you refuse, in up to 1000 characters.
admin-application-grant = Grant
admin-application-refuse = Refuse
admin-application-done = Answered; they are told by mail.
admin-second-factor-reset = Reset two-step sign-in
admin-second-factor-confirm = Turn off two-step sign-in for { $name }? Make sure that it is really them who ask. All their devices are signed out, and they get a mail.
admin-second-factor-done = Two-step sign-in is reset.
admin-people-username = Username
admin-people-name = Name
admin-people-email = Email
admin-state-active = Active
admin-state-unconfirmed = Address not confirmed
admin-filter-any = Any
admin-people-state = State
admin-sort = Order
admin-people-empty-hint = Try other words, or fewer filters.
admin-person-profile = Public page
admin-person-confirmed = Address confirmed
admin-person-not-confirmed = Not yet
admin-person-reason = Reason
admin-person-reason-hint = Optional; it goes into the audit log.
admin-person-change-role = Change role
admin-person-role-confirm = Change the role of { $name }? They are signed out on all their devices at once.
admin-person-suspended = Suspended: { $reason }
admin-person-suspended-until = Ends by itself on { $time }.
admin-person-suspended-open = Until somebody lifts it.
admin-suspension-reason = Why
admin-suspension-reason-hint = Required; only administrators see it.
admin-suspension-length = For how long
admin-suspension-open = Until it is lifted
admin-suspension-day = 1 day
admin-suspension-week = 7 days
admin-suspension-month = 30 days
admin-suspension-year = 1 year
admin-suspension-reason-length = Say why, in at most 500 characters.
admin-suspension-days-wrong = Choose a length from the list.
admin-person-sessions = Signed in on
admin-person-no-sessions = Signed in nowhere at the moment.
admin-person-device = Device
admin-person-last-seen = Last used
admin-person-unknown-device = Unknown device
admin-sessions-end = Sign out everywhere
admin-sessions-end-confirm = Sign { $name } out on all devices? Open lessons, classes and chats are disconnected.
admin-sessions-ended = They are signed out everywhere.
admin-person-courses = Courses
admin-person-no-courses = Takes no course and teaches none.
admin-person-taking = Learner
admin-person-staffing = Staff
admin-person-since = Since
admin-person-part = Part
admin-person-orders = Orders
admin-person-no-orders = No orders.
admin-person-all-orders = See in the orders
admin-person-acts = Audit log
admin-person-no-acts = Nothing yet.
admin-person-all-acts = The whole log
admin-person-self = This is your own account: another administrator changes its role or suspends it.
admin-audit-title = Audit log
admin-audit-lead = Who did what to what, when and from where. Lines are only ever added.
admin-audit-person = Done by (username)
admin-audit-action = Act
admin-audit-kind = Kind of thing
admin-audit-object = Its number
admin-audit-from = From
admin-audit-until = Until
admin-audit-day = That is not a date.
admin-audit-time = Time
admin-audit-actor = Done by
admin-audit-reason = Reason
admin-audit-details = Details
admin-audit-address = Address
admin-audit-program = The program
admin-audit-nobody = Not signed in
admin-audit-about = Done to
admin-audit-change = { $from } → { $to }
admin-audit-empty = Nothing like that is on record
admin-audit-empty-hint = Try fewer filters. Sign-ins, roles, sanctions, refunds and the like are all written here.
admin-jobs-title = Jobs
admin-jobs-lead = Mail, recordings, the archive and the like are done in the background. What fails is tried again; what fails for good stays below.
admin-jobs-waiting = Waiting
admin-jobs-running = Running
admin-jobs-failed = Failed
admin-jobs-kinds = Queue and schedule
admin-jobs-name = Job
admin-jobs-last = Last done
admin-jobs-next = Next run
admin-jobs-failures = Failed jobs
admin-jobs-none = No job has failed
admin-jobs-none-hint = All is well.
admin-jobs-error = Error
admin-jobs-attempts = { $count } attempts
admin-jobs-when = Failed
admin-jobs-retry = Retry
admin-jobs-retry-all = Retry all
admin-jobs-retry-all-confirm = Retry all failed jobs? They are queued again at once.
admin-jobs-retry-kind-confirm = Retry all failed jobs named { $job }? They are queued again at once.
admin-jobs-drop = Drop
admin-jobs-drop-confirm = Drop this failed job ({ $job }, number { $id })? What it was to do will not be done, and it can’t be brought back.
admin-jobs-retried = Queued again.
admin-jobs-retried-all = { $count } jobs are queued again.
admin-jobs-dropped = Dropped.
admin-jobs-waits-again = The same work is queued already, so there is nothing to retry; you can drop this one.
admin-jobs-filter = Only
audit-act-account-role = Role changed
audit-act-account-suspension = Suspended or restored
audit-act-account-sessions-ended = Signed out everywhere
audit-act-account-second-factor = Two-factor reset
audit-act-account-second-factor-on = Two-factor turned on
audit-act-account-second-factor-off = Two-factor turned off
audit-act-account-recovery-codes-renewed = Recovery codes renewed
audit-act-account-recovery-code-used = Recovery code used
audit-act-account-second-step = Second step passed
audit-act-account-second-step-failed = Second step failed
audit-act-account-sign-in = Signed in
audit-act-account-sign-in-failed = Sign-in failed
audit-act-account-password-reset = Password reset
audit-act-account-email-confirmed = Address confirmed
audit-act-account-email-change-undone = Change of address undone
audit-act-account-teacher-application = Application to teach decided
audit-act-category-add = Category added
audit-act-category-rename = Category renamed
audit-act-category-order = Category reordered
audit-act-category-move = Category moved
audit-act-category-remove = Category removed
audit-act-course-certificates = Certificates of a course
audit-act-course-import-roster = Roster imported
audit-act-course-owner = Course handed over
audit-act-course-grant = Part in a course given
audit-act-course-revoke = Part in a course taken
audit-act-course-copy = Course copied
audit-act-certificate-revoke = Certificate revoked
audit-act-gradebook-import = Grades imported
audit-act-grade-give = Graded by hand
audit-act-grade-item-post = Grades published
audit-act-grade-item-unpost = Grades hidden
audit-act-grade-item-remove = Grade column removed
audit-act-quiz-regrade = Quiz regraded
audit-act-review-hide = Review hidden
audit-act-review-restore = Review restored
audit-act-review-dismiss-reports = Reports of a review dismissed
audit-act-member-mute = Member muted
audit-act-member-ban = Member banned
audit-act-member-pardon = Sanction lifted
audit-act-member-delete-messages = All messages of somebody deleted
audit-act-member-add = Members added
audit-act-member-remove = Member removed
audit-act-member-promote = Made moderator
audit-act-member-demote = No moderator any more
audit-act-room-rules = Rules of a room
audit-act-room-hand-over = Room handed over
audit-act-room-describe = Room renamed
audit-act-room-close = Room closed
audit-act-room-reopen = Room reopened
audit-act-message-delete = Message deleted
audit-act-message-restore = Message restored
audit-act-message-approve = Message approved
audit-act-message-refuse = Message refused
audit-act-message-dismiss = Reports of a message dismissed
audit-act-order-refund = Refund
audit-act-live-end = Class ended
audit-act-live-drop = Broadcast cut off
audit-act-job-retry = Job retried
audit-act-job-retry-all = Failed jobs retried
audit-act-job-drop = Failed job dropped
audit-act-announcement-publish = Announcement published
audit-act-announcement-change = Announcement changed
audit-act-announcement-remove = Announcement removed
audit-act-setting-change = Setting changed
audit-kind-user = Person
audit-kind-member = Member of a room
audit-kind-message = Message
audit-kind-room = Room
audit-kind-course = Course
audit-kind-category = Category
audit-kind-quiz = Quiz
audit-kind-grade-item = Grade column
audit-kind-certificate = Certificate
audit-kind-review = Review
audit-kind-order = Order
audit-kind-live = Class
audit-kind-job = Job
audit-kind-announcement = Announcement
audit-kind-setting = Setting
shell-announcement-dismiss = Put the announcement away
accounts-registration-closed = This site takes no new accounts at the moment. Ask its administrators for one.
accounts-invitation = Invitation
accounts-invitation-hint = Accounts are by invitation here: ask the administrators for the code.
accounts-invitation-wrong = That is not the invitation. Check it and try again.
admin-figures-title = Overview
admin-figures-span = Time span
admin-figures-days = { $days } days
admin-figures-people = People
admin-figures-new = { $count } new
admin-figures-new-people = New people
admin-figures-enrolments = Enrolments
admin-figures-active = Active learners
admin-figures-revenue = Revenue
admin-figures-live = Live hours
admin-figures-people-plot = New people and enrolments
admin-figures-lessons = Lessons completed
admin-figures-revenue-plot = Revenue ({ $currency })
admin-figures-live-minutes = Live minutes
admin-announcements-title = Announcements
admin-announcements-lead = Shown on top of every page until the reader puts them away.
admin-announcements-empty = No announcements yet
admin-announcements-empty-hint = Maintenance, holidays: write it below, and everybody sees it.
admin-announcement-new = New announcement
admin-announcement-edit = Change the announcement
admin-announcement-words = In Chinese
admin-announcement-words-hint = At least one of the two languages, at most 300 characters; with one alone everybody reads that.
admin-announcement-words-en = In English
admin-announcement-words-missing = Write something in at least one language.
admin-announcement-words-long = At most { $most } characters.
admin-announcement-starts = From
admin-announcement-starts-hint = Empty: from now on.
admin-announcement-ends = Until
admin-announcement-ends-hint = Empty: until it is removed.
admin-announcement-ends-early = The end must come after the start, and not lie in the past.
admin-announcement-time-wrong = That is not a time.
admin-announcement-audience = Who sees it
admin-announcement-all = Everybody
admin-announcement-teachers = Teachers only
admin-announcement-tell = Notify people as well
admin-announcement-publish = Publish
admin-announcement-save = Save
admin-announcement-remove = Remove
admin-announcement-remove-confirm = Remove this announcement? It disappears from all pages at once and can’t be brought back.
admin-announcement-published = The announcement is published.
admin-announcement-changed = The announcement is changed.
admin-announcement-removed = The announcement is removed.
admin-announcement-open = it is removed
admin-announcement-span = { $from } until { $until }
admin-announcement-over = Over
admin-announcement-planned = Planned
admin-announcement-on = Shown
admin-settings-title = Settings
admin-settings-lead = They take effect at once on all nodes, and each change is in the audit log.
admin-settings-name = Name of the site (Chinese)
admin-settings-name-hint = In the corner and the title of every page. Empty: the program’s own.
admin-settings-name-en = Name of the site (English)
admin-settings-name-long = At most { $most } characters on one line.
admin-settings-registration = Registration
admin-settings-registration-hint = Who may make an account. Existing accounts stay.
admin-settings-registration-open = Open to everybody
admin-settings-registration-invited = By invitation
admin-settings-registration-closed = Closed
admin-settings-invitation = Invitation
admin-settings-invitation-hint = Used only where accounts are by invitation; 8 to 64 characters. Another one makes the old one worthless.
admin-settings-invitation-length = By invitation needs an invitation of 8 to 64 characters.
admin-settings-groups = Who may open groups
admin-settings-groups-hint = The rooms of courses are not affected.
admin-settings-groups-teachers = Teachers and administrators
admin-settings-groups-admins = Administrators only
admin-settings-language = Usual language
admin-settings-language-hint = For guests whose browser asks for neither.
admin-settings-contact = Contact
admin-settings-contact-hint = At the foot of every page: who runs the site and how to reach them.
admin-settings-contact-long = At most { $most } characters.
admin-settings-choice-missing = Choose one from the list.
admin-settings-save = Save settings
admin-settings-saved = The settings are saved and in effect.
admin-announcement-notice = Announcement: { $words }
admin-courses-title = All courses
admin-courses-search = Title or teacher
admin-courses-empty = No course like that was found
admin-course-owner = Teacher
admin-course-learners = Learners
admin-course-price = Price
admin-course-created = Made on
admin-live-title = Classes
admin-live-search = Class or teacher
admin-live-open = On or planned
admin-live-on = Live
admin-live-planned = Planned
admin-live-over = Over
admin-live-empty = No class like that
admin-live-empty-hint = Classes that teachers plan are listed here; once live they can be cut off or ended.
admin-live-reason = Reason for acting on { $title }
admin-live-end-button = End
admin-live-end-confirm = End “{ $title }”? It stops at once and can’t be started again; what was recorded becomes its replay.
admin-live-cut-button = Cut off
admin-live-cut-confirm = Cut off the broadcast of “{ $title }”? Its stream key becomes worthless: the teacher needs a new one from the studio to go on. The class itself does not end.
admin-live-ended = The class has ended.
admin-live-cut = The broadcast is cut off, and its key is worthless.

### demo





### questions

questions-type-single-choice = Single choice
questions-type-multiple-choice = Multiple choice
questions-type-indeterminate-choice = Indeterminate choice
questions-type-true-false = True or false
questions-type-fill-blank = Fill in the blanks
questions-type-short-answer = Short answer
questions-type-numeric = Number
questions-type-matching = Matching
questions-type-ordering = Ordering
questions-type-essay = Essay
questions-type-file = File
questions-hint-several = Choose one or more.
questions-hint-order = Give every entry its place; 1 comes first.
questions-hint-file = Answer by uploading files.
questions-true = True
questions-false = False
questions-blank = Blank { $number }
questions-answer = Your answer
questions-answer-number = Your answer, a number
questions-choose = Choose…
questions-stem-missing = Please write the question.
questions-points-wrong = Points go from 0 to { $max }, with at most two decimals.
questions-too-long = At most { $max } characters; there are { $length }.
questions-rows-few = { $min ->
    [one] At least one entry is needed.
   *[other] At least { $min } entries are needed.
}
questions-rows-many = At most { $max } entries are possible.
questions-row-empty = Entry { $row } is empty.
questions-share-wrong = The share of entry { $row } is wrong: at most 100%, at least −100% for choices and 0 elsewhere.
questions-interval-wrong = Entry { $row } has a negative tolerance, or a lower bound above its upper one.
questions-key-single = Please mark the right option: at least one has to earn full credit.
questions-key-missing = Please mark at least one right option.
questions-key-full = At least one answer has to earn full credit.
questions-partial-wrong = The partial credit goes from 0% to 100%.
questions-weights-sum = The positive shares of the options should add up to 100%.
questions-policy-weights = When options have shares of their own, please choose “by the shares of the options”.
questions-blanks-differ = The question marks { $marked ->
    [one] one blank
   *[other] { $marked } blanks
} (____), but { $count ->
    [one] one blank has
   *[other] { $count } blanks have
} answers.



### quizzes

quizzes-accommodation-extra = Extra minutes
quizzes-accommodation-factor = Share of the limit (%)
quizzes-accommodation-factor-hint = 150 is one and a half times the limit. Empty means 100.
quizzes-accommodation-give = Give more time
quizzes-accommodation-remove = Take it back
quizzes-accommodation-unknown = No learner of this course has that username.
quizzes-accommodation-username = Username of the learner
quizzes-accommodations = More time for single learners
quizzes-accommodations-about = Lengthens the limit for those who need it. The quiz still closes when it closes; attempts that are open follow at once.
quizzes-answer = Answer
quizzes-answer-number = Answer (a number)
quizzes-answer-too-long = The answer is too long. Please shorten it.
quizzes-answered-of = { $answered } of { $all } answered
quizzes-answers-saved = Your answers are saved.
quizzes-attempt = Attempt
quizzes-attempt-delay = Minutes between attempts
quizzes-attempt-delay-hint = Counted from handing in. Empty means none.
quizzes-attempt-handed-in = Handed in
quizzes-attempt-number = Attempt { $number }
quizzes-attempt-open = In progress
quizzes-attempt-started = Started
quizzes-attempts = Attempts
quizzes-attempts-all = All
quizzes-attempts-allowed = Attempts allowed
quizzes-attempts-allowed-hint = Empty means as many as one likes.
quizzes-attempts-none = No attempts yet
quizzes-attempts-none-about = They appear here once learners begin.
quizzes-attempts-of-all = Attempts of learners
quizzes-attempts-so-far = Your attempts
quizzes-attempts-unlimited = As many as you like
quizzes-attempts-used = { $used } of { $most } used
quizzes-attempts-waiting = Waiting for marks
quizzes-back-to-questions = Back to the questions
quizzes-back-to-quiz = Back to the quiz
quizzes-bank-empty = The question bank is empty. Write a question first, or import some.
quizzes-bank-open = Open the question bank
quizzes-blank = Blank { $number }
quizzes-check = Make final and check
quizzes-check-empty = Please answer before you check.
quizzes-choose = Please choose
quizzes-close-at = Closes
quizzes-close-hint = Whatever is open then is handed in.
quizzes-comment = Comment
quizzes-edit = Set up
quizzes-edit-title = Set up the quiz
quizzes-true = True
quizzes-false = False
quizzes-file-choose = Choose a file
quizzes-file-missing = Please choose a file first.
quizzes-file-not-asked = This question takes no file.
quizzes-file-upload = Upload
quizzes-final = Score
quizzes-final-average = Average of all attempts
quizzes-final-first = First attempt
quizzes-final-highest = Best attempt
quizzes-final-latest = Latest attempt
quizzes-final-is = Your score: { $percent }% ({ $rule })
quizzes-finish = Check and hand in
quizzes-flag = Flag
quizzes-unflag = Unflag
quizzes-flagged = { $count ->
    [one] You flagged one question:
   *[other] You flagged { $count } questions:
}
quizzes-form-choose = Please choose from the list.
quizzes-form-close-before-open = It has to close after it opens.
quizzes-form-needs-close = “After it closes” needs a time at which the quiz closes.
quizzes-form-number = Please give a whole number from { $least } to { $most }.
quizzes-form-time = Please give a date and a time.
quizzes-form-too-long = At most { $max } characters.
quizzes-hand-in = Hand in
quizzes-hand-in-title = Hand in?
quizzes-hand-in-about = After handing in, answers can no longer be changed.
quizzes-handed-in = Handed in.
quizzes-handed-in-at = handed in { $at }
quizzes-held-back = Some results are not released yet. They will be here once they are.
quizzes-instructions = Instructions
quizzes-instructions-hint = Shown before the start; Markdown.
quizzes-keep-mine = Keep mine
quizzes-take-theirs = Use the newer one
quizzes-key = Right answer
quizzes-key-blank = Blank { $number }: { $answers }
quizzes-learner = Learner
quizzes-marking-comment = Comment (optional)
quizzes-marking-done = Nothing is left to mark.
quizzes-marking-marks = Marks (of { $points })
quizzes-marking-next = Mark the next one
quizzes-marking-open = This attempt is still open. It can be marked once it is handed in.
quizzes-marking-save = Save marks
quizzes-marking-saved = The marks are saved.
quizzes-marking-wrong = Please give marks from 0 to { $most }, with at most two decimals.
quizzes-marks = Marks
quizzes-marks-not-released = Not released yet
quizzes-marks-of = { $marks } of { $points }
quizzes-marks-pending = Waiting for marks
quizzes-marks-waiting = { $count ->
    [one] one answer to mark
   *[other] { $count } answers to mark
}
quizzes-minutes = { $minutes ->
    [one] one minute
   *[other] { $minutes } minutes
}
quizzes-no-limit = None
quizzes-not-answered = Not answered
quizzes-not-saved = Not saved.
quizzes-not-saved-offline = Not saved: no connection, trying again…
quizzes-not-set-up = This quiz is not ready yet
quizzes-not-set-up-learner = You can begin once the teacher has set it up.
quizzes-not-set-up-writer = Set the rules, then pick questions from the bank.
quizzes-open-at = Opens
quizzes-open-hint = Empty means at once.
quizzes-option-right = right
quizzes-option-wrong = wrong
quizzes-order-hint = Give each item its place; 1 comes first.
quizzes-points = Points
quizzes-points-each = Points each
quizzes-points-of = { $points } pts
quizzes-points-wrong = Points are more than 0 and at most { $most }, with two decimals at most.
quizzes-question-number = Question { $number }
quizzes-questions = Questions
quizzes-questions-count = { $count ->
    [one] one question, { $points } points
   *[other] { $count } questions, { $points } points
}
quizzes-refused-bank = The bank has too few questions to draw from. Please tell your teacher.
quizzes-refused-before = The quiz opens { $at }.
quizzes-refused-closed = The quiz is closed.
quizzes-refused-empty = The quiz has no questions yet.
quizzes-refused-soon = You can try again after { $at }.
quizzes-refused-used = { $count ->
    [one] The one attempt is used.
   *[other] All { $count } attempts are used.
}
quizzes-regrade-about = Correcting a key in the bank makes a new version of the question. See here whose marks would change, then give them anew. Marks given by hand stay.
quizzes-regrade-before = Before
quizzes-regrade-after = After
quizzes-regrade-difference = Change
quizzes-regrade-attempts = { $count ->
    [one] one attempt has an older version
   *[other] { $count } attempts have an older version
}
quizzes-regrade-changed = The question has changed meanwhile. Please look at the changes again.
quizzes-regrade-changes = { $count } of { $all } attempts would change.
quizzes-regrade-confirm = Give marks anew by the new version? Every change is written to the audit log.
quizzes-regrade-do = Give marks anew
quizzes-regrade-none = Nothing to mark anew
quizzes-regrade-none-about = Questions that are corrected appear here.
quizzes-regrade-title = Regrade
quizzes-regrade-unlike = The new version has other options or asks something else, so earlier answers do not fit it.
quizzes-regraded = { $count ->
    [one] Marks were given anew; one attempt changed.
   *[other] Marks were given anew; { $count } attempts changed.
}
quizzes-release = Release of results
quizzes-release-hint = When learners see what. “At once” shows it for each answer that they make final.
quizzes-release-marks = Marks
quizzes-release-answers = Right answers
quizzes-release-feedback = Feedback and comments
quizzes-release-immediately = At once
quizzes-release-after-submission = After handing in
quizzes-release-after-close = After it closes
quizzes-release-after-grading = After marking
quizzes-resume = Continue
quizzes-rules = Rules
quizzes-save = Save the rules
quizzes-save-after-submission = This attempt is handed in, so answers can no longer be changed. What was saved stays.
quizzes-save-late = The time is over. What was saved before has been handed in.
quizzes-save-answers = Save
quizzes-save-final = You made the answer to question { $places } final.
quizzes-save-older = Question { $places } has a newer answer from elsewhere, which was kept.
quizzes-save-short = Save
quizzes-saved = Saved.
quizzes-saved-one = Saved
quizzes-saving = Saving…
quizzes-set-up = Set it up
quizzes-shuffle = Shuffle
quizzes-shuffle-questions = The order of the questions
quizzes-shuffle-options = The order of the options
quizzes-slot-add = Add
quizzes-slot-add-draw = Draw at random
quizzes-slot-add-draws = Add the draw
quizzes-slot-add-fixed = A fixed question
quizzes-slot-count = Please give a whole number from 1 to 100.
quizzes-slot-count-label = How many
quizzes-slot-create = Write a new one
quizzes-slot-up = Move item { $number } up
quizzes-slot-down = Move item { $number } down
quizzes-slot-draws = { $count } at random from the whole bank
quizzes-slot-draws-tag = { $count } at random from “{ $tag }”
quizzes-slot-question = Question
quizzes-slot-remove = Remove item { $number }
quizzes-slot-tag = Tag
quizzes-slot-too-many = At most { $max } items.
quizzes-slot-twice = The quiz asks this question already.
quizzes-slot-unknown = Please choose a question of the bank.
quizzes-slot-whole-bank = The whole bank
quizzes-slots = Questions
quizzes-slots-empty = No questions yet
quizzes-slots-empty-about = Pick questions from the bank, or have some drawn at random.
quizzes-slots-have-attempts = { $count ->
    [one] There is one attempt. Changes count for later ones only.
   *[other] There are { $count } attempts. Changes count for later ones only.
}
quizzes-slots-total = { $points } points in all
quizzes-start = Begin
quizzes-start-again = Try again
quizzes-start-confirm = { $minutes ->
    [one] You have one minute, and the clock does not stop. Begin now?
   *[other] You have { $minutes } minutes, and the clock does not stop. Begin now?
}
quizzes-time-left = Time left
quizzes-time-limit = Time limit
quizzes-time-limit-hint = Minutes; empty means none.
quizzes-timed-out = The time was over, and what was there was handed in.
quizzes-unanswered = { $count ->
    [one] One question has no answer:
   *[other] { $count } questions have no answer:
}
quizzes-view = View
quizzes-analysis-title = Item analysis
quizzes-analysis-attempts = { $count ->
    [one] From one attempt that was handed in; those of staff are left out.
   *[other] From { $count } attempts that were handed in; those of staff are left out.
}
quizzes-analysis-none = Nothing to analyse yet
quizzes-analysis-none-about = Once learners hand in, facility, discrimination and time of each question appear here.
quizzes-analysis-asked = Asked
quizzes-analysis-empty = Empty
quizzes-analysis-facility = Facility
quizzes-analysis-facility-about = The mean share of the points; the lower, the harder.
quizzes-analysis-discrimination = Discrimination
quizzes-analysis-discrimination-about = Correlation with the rest of the attempt. At or below 0, check the key.
quizzes-analysis-time = Time (median)
quizzes-analysis-time-about = From save to save.
quizzes-analysis-options = Distribution of options
quizzes-analysis-options-about = How often each option was chosen; the right ones have a tick.
quizzes-bank-all-asked = The quiz asks every question of the bank.
quizzes-mistakes-title = Mistakes
quizzes-mistakes-due = { $due } to practise now, { $all } in all.
quizzes-mistakes-right = Right! It comes up again later.
quizzes-mistakes-wrong = Not yet. It comes up again soon.
quizzes-mistakes-next = Go on
quizzes-mistakes-answer = Answer
quizzes-mistakes-none = No mistakes
quizzes-mistakes-none-about = What you get wrong in quizzes comes here, to be practised at growing intervals.
quizzes-mistakes-done = All done for now.
quizzes-mistakes-all = All of them
quizzes-mistakes-course = Course
quizzes-mistakes-streak = Right in a row
quizzes-mistakes-when = Next time
quizzes-mistakes-learnt = Learnt
quizzes-mistakes-now = Now
quizzes-mistakes-answered = This was answered elsewhere meanwhile. Please reload the page.

### assignments
assignments-back = Back to the assignment
assignments-begin = Start working
assignments-body = Your text
assignments-body-hint = Markdown works. It is saved as a draft while you type; nobody else sees it.
assignments-close-at = Closes
assignments-close-hint = From then on nothing is taken. Empty: it stays open.
assignments-closed = The assignment is closed and takes nothing any more.
assignments-closed-refusal = The assignment is closed, so this was not saved. What you had saved and handed in is still there.
assignments-continue = Go on working
assignments-draft-left = A draft that was not handed in
assignments-draft-saved = Your draft is saved.
assignments-due-at = Due
assignments-due-hint = What comes later is late. Empty: no due date.
assignments-due-never = No due date
assignments-edit = Set up
assignments-edit-title = Assignment settings
assignments-extension-give = Give these times
assignments-extension-remove = Take back
assignments-extension-unknown = No learner of this course has this username.
assignments-extension-username = Learner's username
assignments-extensions = Extensions
assignments-extensions-about = Other times for one learner, in the place of those above; empty means none.
assignments-file-kind-refused = “{ $name }” is of a kind that this assignment does not take.
assignments-file-remove = Remove
assignments-file-remove-confirm = Take this file out of the draft? Versions that were handed in keep it.
assignments-file-removed = The file is removed.
assignments-files = Files
assignments-files-allowed = Files at most
assignments-files-allowed-hint = 0: no files. Each up to 50 MB.
assignments-files-hint = { $count ->
    [one] One file
   *[other] Up to { $count } files
}, each up to 50 MB. Choose, then press “Save draft” to upload.
assignments-form-close-before-due = It cannot close before it is due.
assignments-form-no-kind = Choose at least one kind of file.
assignments-form-number = Type a whole number from { $least } to { $most }.
assignments-form-percent = Type a number from 0 to 100 with at most two decimals.
assignments-form-points = Type a number above 0 and up to { $most } with at most two decimals.
assignments-form-takes-nothing = Take a text, files, or both.
assignments-form-time = This is not a valid time.
assignments-form-too-long = No more than { $max } characters.
assignments-hand-in = Hand in
assignments-hand-in-about = Your teachers will see it. Until the assignment closes you can change it and hand in again; the latest version counts.
assignments-hand-in-next = Check and hand in…
assignments-hand-in-title = Hand this in?
assignments-handed-in = Your work is handed in.
assignments-handed-in-at = Handed in { $at }
assignments-has-changes = You have changes that are not handed in; your teachers still see the version before.
assignments-instructions = Task
assignments-instructions-hint = Markdown works.
assignments-keep-mine = Keep mine
assignments-kind-documents = documents (PDF, Word …)
assignments-kind-others = others (text, code, archives …)
assignments-kind-pictures = pictures
assignments-kind-recordings = audio and video
assignments-kinds = Kinds of files
assignments-kinds-join = ,{" "}
assignments-late = Being late
assignments-late-cap = At most (%)
assignments-late-costs = { $percent }% off for every { $hours } hours begun, { $cap }% at most
assignments-late-free = costs nothing
assignments-late-hint = For each interval begun after the due date, a share of the points is taken off. 0: nothing.
assignments-late-interval = Interval (hours)
assignments-late-now = The due date is over. Handing in now costs { $percent }% of the points.
assignments-late-now-free = The due date is over. Handing in now is late, and costs nothing.
assignments-late-percent = Off per interval (%)
assignments-late-tag = Late
assignments-learner = Learner
assignments-lesson = Lesson
assignments-list = Submissions
assignments-list-empty = No learners yet
assignments-list-empty-about = They appear here once they enrol. Drafts are their learners' alone.
assignments-list-state = State
assignments-list-submitted-at = Handed in
assignments-look = See the assignment
assignments-no-text = This assignment takes files only.
assignments-not-saved = Not saved.
assignments-not-saved-offline = Not saved: no connection, trying again …
assignments-not-set-up = Not set up yet
assignments-not-set-up-learner = The task and its due date appear here once your teacher has set it up.
assignments-not-set-up-writer = Write the task and when it is due, and learners can begin.
assignments-nothing-about = Write something or upload a file first.
assignments-nothing-to-hand-in = There is nothing to hand in yet
assignments-points = Worth
assignments-save = Save settings
assignments-save-draft = Save draft
assignments-save-older = Another device has saved a newer draft.
assignments-saved = The settings are saved.
assignments-saved-at = Draft saved { $at }
assignments-saved-draft = Draft saved
assignments-saving = Saving …
assignments-set-up = Set it up
assignments-staff-only-look = You are of the staff and see what learners are asked; they write and hand in here.
assignments-state-draft = Draft, not handed in
assignments-state-late = Handed in late
assignments-state-missed = Not handed in
assignments-state-none = Not begun
assignments-state-submitted = Handed in
assignments-takes = To hand in
assignments-takes-files = { $count ->
    [one] one file
   *[other] up to { $count } files
}
assignments-takes-files-of = { $count ->
    [one] one file
   *[other] up to { $count } files
}: { $kinds }
assignments-takes-join = ;{" "}
assignments-takes-text = a text
assignments-take-theirs = Take the other
assignments-too-many-files = { $count ->
    [one] One file
   *[other] { $count } files
} at most.
assignments-version-number = Version { $number }
assignments-versions = What you have handed in
assignments-view = See the assignment
assignments-your-work = Your work

assignments-feedback = Feedback
assignments-feedback-late = { $raw } points, less { $penalty }% for being late.
assignments-feedback-of = On your submission { $number }
assignments-file-missing = Choose a file, please.
assignments-file-name = submissions
assignments-filter = Filter
assignments-filter-all = All
assignments-filter-empty = Nothing here
assignments-filter-empty-about = No submission is of this kind.
assignments-filter-late = Late
assignments-filter-ungraded = To grade
assignments-graded = Graded
assignments-graded-notice = Your work for “{ $title }” has been graded.
assignments-grading = Grading
assignments-grading-around = Learners before and after
assignments-grading-begin = Start grading
assignments-grading-begun = Begun
assignments-grading-changed-elsewhere = This grade was changed by hand in the grade book, and that one counts; saving a change here replaces it.
assignments-grading-comment = Comment
assignments-grading-comment-hint = Markdown works. The learner sees it once the grade is posted.
assignments-grading-conflict = Somebody graded this after you opened it, so nothing was saved. What you typed is still here; saving again replaces theirs.
assignments-grading-conflict-now = It was last graded by { $who }; the grade is { $grade }.
assignments-grading-draft-saved = Kept as a draft; nothing is recorded yet.
assignments-grading-is-draft = These marks are a draft; nothing is recorded yet.
assignments-grading-made-of = Points − late
assignments-grading-new-rubric = Grade anew by the new one
assignments-grading-next = Next
assignments-grading-no-points = Choose a level for each criterion, or type the points.
assignments-grading-note = Private note
assignments-grading-note-hint = For the staff alone.
assignments-grading-old-rubric = The rubric has changed since; this is the one that was graded by.
assignments-grading-other-rubric = The rubric was changed just now, so nothing was saved. Choose by the new one and save again.
assignments-grading-penalty = { $late } late: { $percent }% of the points will be taken off.
assignments-grading-points-hint = Counts instead of the rubric's sum, out of { $max }; leave it empty to go by the rubric.
assignments-grading-points-instead = Other points
assignments-grading-post = Statistics and posting
assignments-grading-previous = Previous
assignments-grading-progress = { $graded } of { $all } graded
assignments-grading-recorded = Grade
assignments-grading-save-draft = Keep as a draft
assignments-grading-save-next = Save and next
assignments-grading-saved = The grade is recorded.
assignments-keys = Keyboard shortcuts
assignments-keys-around = Next / previous learner
assignments-keys-comment = Write a comment
assignments-keys-level = Choose a level of the current criterion
assignments-late-by-days = { $count } d { $hours } h
assignments-late-by-hours = { $count } h { $minutes } min
assignments-late-by-minutes = { $count } min
assignments-returned = Returned files
assignments-returned-add = Add a file
assignments-returned-added = The file is added.
assignments-returned-hint = A marked-up copy, say, up to 50 MB. The learner gets it once the grade is posted.
assignments-returned-remove-confirm = Take this file back?
assignments-returned-upload = Upload
assignments-rubric = Rubric
assignments-rubric-about = About it (optional)
assignments-rubric-chosen = (reached)
assignments-rubric-criterion = Criterion { $number }
assignments-rubric-frozen = What was graded by an earlier rubric stays as it is.
assignments-rubric-lead = Criteria, each with its levels and their points; grading is then a matter of clicks.
assignments-rubric-level = Level
assignments-rubric-max = The best levels add up to { $max }.
assignments-rubric-more = Add a criterion
assignments-rubric-no-levels = At least one level, please.
assignments-rubric-points-wrong = Each level needs points: 0 or more, with at most two decimals.
assignments-rubric-remove = Remove this criterion
assignments-rubric-save = Save the rubric
assignments-rubric-saved = The rubric is saved.
assignments-rubric-scaled = They are scaled to the { $worth } points of the assignment.
assignments-rubric-shown = Learners see the rubric before they hand in
assignments-rubric-title = Name
assignments-rubric-title-wrong = A name of at most { $max } characters, please.
assignments-rubric-words = About the level (optional)
assignments-rubric-wrong = Some criteria need another look; see below.
assignments-ungraded = Not graded

### gradebook

gradebook-title = Grade book
gradebook-settings = Grade settings
gradebook-settings-about = What the total is made of, and how much each part counts.
gradebook-settings-saved = Saved.
gradebook-removed = Removed.
gradebook-search = Find a learner by name
gradebook-empty-title = Nothing to grade yet
gradebook-empty-text = Quizzes and assignments appear here by themselves; add a column for anything else, such as an exam.
gradebook-nobody-title = No learners
gradebook-nobody-text = Whoever enrols in the course appears here.
gradebook-learner = Learner
gradebook-learners = Learners
gradebook-total = Total
gradebook-of = out of { $max }
gradebook-hidden = Not posted
gradebook-posted = Posted
gradebook-excused = Excused
gradebook-missing = Missing
gradebook-commented = Has a comment
gradebook-legend = Choose a grade to change it. What is missing is left out of the total, and excused is not zero; learners see nothing that is not posted.
gradebook-grade = Grade
gradebook-grade-saved = Grade saved.
gradebook-points = Points
gradebook-points-hint = At most two decimals; leave it empty for missing.
gradebook-points-wrong = A number from 0 to { $max } with at most two decimals, please.
gradebook-is-excused = Excused: doesn't count
gradebook-comment = Comment
gradebook-comment-hint = The learner sees it once the grade is posted.
gradebook-comment-long = At most { $max } characters.
gradebook-comment-became = Comment:
gradebook-save = Save
gradebook-history = History
gradebook-history-empty = There is no grade yet.
gradebook-by-program = The program
gradebook-conflict = Somebody changed this grade after you opened it, so nothing was saved. What you typed is still here; saving again replaces theirs.
gradebook-conflict-now = { $who } changed it from { $before } to { $after }.
gradebook-kind-manual = By hand
gradebook-kind-quiz = Quiz
gradebook-kind-assignment = Assignment
gradebook-post = Post grades
gradebook-unpost = Hide again
gradebook-posted-flash = Posted: learners now see their grades for it.
gradebook-posted-notice = Grades for “{ $title }” have been posted.
gradebook-unposted-flash = Hidden: learners no longer see their grades for it.
gradebook-average = Average
gradebook-median = Median
gradebook-lowest = Lowest
gradebook-highest = Highest
gradebook-graded = Graded
gradebook-spread = Distribution of grades
gradebook-spread-empty = Once there are grades, their distribution is shown here.
gradebook-spread-table = As a table
gradebook-share = Share of points
gradebook-categories = Categories
gradebook-categories-about = Categories make the total by their weights, which need not sum to 100. Without categories all points count together; with them, a column outside of all counts for nothing.
gradebook-category = Category
gradebook-category-none = None
gradebook-category-title = Category
gradebook-category-add = Add a category
gradebook-category-taken = There is a category of this name already.
gradebook-category-remove-confirm = Remove the category “{ $title }”? Its columns stay, outside of any category.
gradebook-weight = Weight
gradebook-weight-wrong = A weight is a number from 0 to 10000 with at most two decimals.
gradebook-weight-is = weight { $weight }
gradebook-weight-and-drop = weight { $weight }, lowest { $count } dropped
gradebook-drop = Drop lowest
gradebook-drop-wrong = A whole number from 0 to { $max }, please.
gradebook-items = Columns
gradebook-items-about = Each quiz and assignment brings a column; its name and worth are changed there.
gradebook-item-title = Name
gradebook-item-add = Add a column
gradebook-item-fed = From a quiz or an assignment
gradebook-item-is-fed = This column comes from a quiz or an assignment; remove it there.
gradebook-item-remove-confirm = Remove “{ $title }” with all its grades?
gradebook-remove = Remove “{ $title }”
gradebook-max = Worth
gradebook-max-wrong = It has to be worth more than 0, with at most two decimals.
gradebook-title-wrong = A name of at most { $max } characters, please.
gradebook-own-title = My grades
gradebook-own-empty-title = No grades have been posted
gradebook-own-empty-text = Points and comments appear here once your teacher posts them.
gradebook-own-empty-act = Back to the course
gradebook-own-note = Posted grades only. What is missing or excused is left out of the total.
gradebook-exported-grades = Grades when exported (leave as is)
gradebook-import = Import grades
gradebook-import-lead = Export the grade book, change points in a spreadsheet and bring it back. Nothing changes until you confirm, and no grade that somebody changed since the export is overwritten.
gradebook-import-no-points = Line { $line }, column { $column }: “{ $title }” takes a number from 0 to { $max } with up to two decimals, the word “excused”, or nothing.
gradebook-import-stale = Line { $line }, column { $column }: since the export, “{ $title }” was changed from { $before } to { $after }. Export again before you change it.
gradebook-import-moved = Since you looked, grades, items or learners have changed, so nothing was imported. Choose the file again.
gradebook-import-changes = { $count ->
    [one] One grade will change:
   *[other] { $count } grades will change:
}
gradebook-import-apply = { $count ->
    [one] Change one grade
   *[other] Change { $count } grades
}
gradebook-import-done = { $count ->
    [one] One grade has changed.
   *[other] { $count } grades have changed.
}
gradebook-import-nothing = Nothing to change
gradebook-import-nothing-about = The grades in the file are those of the grade book.
gradebook-import-before = Before
gradebook-import-after = After
gradebook-changes = Changes of grades
gradebook-changes-lead = Who changed which grade, when, and to what. Lines are only ever added.
gradebook-changes-any = All
gradebook-changes-hand = By hand
gradebook-changes-import = Import
gradebook-changes-import-number = Import #{ $number }
gradebook-changes-learner = Learner's name or username
gradebook-changes-source = Source
gradebook-changes-show = Filter
gradebook-changes-at = Time
gradebook-changes-change = Change
gradebook-changes-by = Changed by
gradebook-changes-comment = comment changed
gradebook-changes-empty = No changes
gradebook-changes-empty-about = Every change of a grade leaves a line here.

### csv

csv-column-twice = Line { $line }, column { $column }: “{ $name }” is there twice.
csv-empty = The file is empty.
csv-export = Export as CSV
csv-file = CSV file
csv-file-hint = CSV in UTF-8, up to 5 MB. In Excel, save as “CSV UTF-8”.
csv-file-missing = Choose a file.
csv-import = Import CSV
csv-learner-twice = Line { $line }, column { $column }: “{ $name }” is there twice.
csv-look = See what would change
csv-more-problems = { $count ->
    [one] One more problem is not listed.
   *[other] { $count } more problems are not listed.
}
csv-name = Name
csv-no-username = Line { $line }, the head of the table, has no column “Username”.
csv-not-utf8 = The file is not text in UTF-8. In Excel, save as “CSV UTF-8”.
csv-other = Choose another file
csv-problems = Nothing was imported, because of these problems:
csv-quote-open = Line { $line }: a quote doesn't end.
csv-too-long = The table has more than { $max } lines.
csv-too-wide = Line { $line }: there are more cells than in the head of the table.
csv-unknown-column = Line { $line }, column { $column }: this course has no grade item “{ $name }”.
csv-unknown-learner = Line { $line }, column { $column }: no learner of this course has the username “{ $name }”.
csv-username = Username
csv-yes = yes

### rosters

roster-import = Import a list
roster-lead = Enrol learners from a CSV: it needs a column “Username” or “Email”, may have a column “Name”, and others are passed over. Nobody joins until you confirm, and nobody is taken out for not being on the list.
roster-file-name = learners
roster-email = Email
roster-look = See who is on it
roster-no-column = Line { $line }, the head of the table, has neither a column “Username” nor “Email”.
roster-empty-line = Line { $line }: there is neither a username nor an email.
roster-no-account = Line { $line }: “{ $name }” has no account in use. Ask them to register first.
roster-two-people = Line { $line }: the username “{ $username }” and the email “{ $email }” are not the same person's.
roster-twice = Line { $line }: “{ $name }” is on the list twice.
roster-too-few-seats = The list has { $count } new learners, and the course has { $left } seats left.
roster-summary = { $count ->
    [one] One learner will join
   *[other] { $count } learners will join
}, { $already ->
    [0] nobody on the list is in the course yet.
    [one] one is in the course already.
   *[other] { $already } are in the course already.
}
roster-name-given = Name on the list
roster-joins = will join
roster-is-in = in the course
roster-apply = { $count ->
    [one] Enrol this learner
   *[other] Enrol these { $count } learners
}
roster-done = { $count ->
    [one] One learner has joined the course.
   *[other] { $count } learners have joined the course.
}
roster-nothing = Nobody to enrol
roster-nothing-about = Everybody on the list is in the course already.
roster-moved = Since you looked, somebody on the list has lost their account, so nobody was enrolled. Choose the file again.

### copying

copying-title = Copy the course
copying-offer = Begin a new course with the contents of this one, for the next term for example.
copying-takes = Copied are: the description, the cover, sections and lessons (with files, subtitles, what makes them done and what comes first), the question bank, quizzes, assignments, and the categories and columns of the grade book.
copying-leaves = Not copied are: learners, progress, attempts and submissions, grades, reviews, the messages of the chat room and live classes. Lessons that replay a class stay, without that class. The copy is a draft that only you see.
copying-name = Title of the copy
copying-days = Move dates by days
copying-days-hint = Opening and closing times of quizzes and assignments move by so many days, backwards for a negative number. Leave it empty for a copy without dates.
copying-days-wrong = Enter a whole number from -{ $max } to { $max }, or leave it empty.
copying-button = Copy
copying-cancel = Cancel
copying-done = The course is copied. It is a draft: look through it before you publish it.
### notes and danmaku of lessons

lessons-tabs = About this lesson
lessons-discussion = Discussion
notes-title = Notes
notes-new = New note
notes-placeholder = Only you can see it
notes-at = Time
notes-add = Add note
notes-empty = No notes yet. Note what matters as you go; a click on a note's time takes you back there.
notes-edit = Edit note
notes-save = Save
notes-delete = Delete note
notes-deleted = Note deleted. You can bring it back within an hour.
notes-undo = Undo
notes-more = Later notes
notes-export = Export as Markdown
notes-missing = Write something first.
notes-too-many = A lesson can have at most { $most } notes.
notes-time-unreadable = Write minutes and seconds, such as 1:23, no later than the end of the video.
danmaku-title = Danmaku
danmaku-write = Say something at this moment of the video
danmaku-empty = Nobody has written anything over this video yet.
danmaku-more = Later danmaku
danmaku-delete = Delete this line
danmaku-delete-confirm = Delete this line? Nobody will see it any more.
player-key-danmaku = Danmaku on or off
player-key-note = Note at this moment

### versions of lessons and videos elsewhere

versions-title = Versions
versions-number = Version { $number }
versions-original = Original text
versions-restored-from = Restored from version { $number }
versions-empty = No earlier versions
versions-empty-text = Once you change the title or the text, what was there before is kept here.
versions-restore = Restore this version
versions-restored = Version { $number } is back, saved as a new version.
versions-compare = Compare
versions-against-before = With the version before
versions-against-newest = With the current version
versions-same = The text is the same.
link-label = Or use a video on another site
link-hint = Paste an address that begins with https. YouTube, Bilibili and Vimeo can play in the page; what is watched there can't be tracked, so learners mark it as done. Saving replaces an uploaded file.
link-save = Save address
link-unusable = Give the whole address, beginning with https, such as https://www.youtube.com/watch?v=…
link-no-video = Only video lessons can use an address.
link-video-on = This video is on { $site }
link-play-here = Play it here

### orders

orders-title = My orders
orders-empty-title = No orders yet
orders-empty-text = Courses that you buy are listed here, with their receipts and refunds.
orders-number = Order number
orders-number-is = Order { $number }
orders-buyer = Buyer
orders-course = Course
orders-amount = Amount
orders-currency = Currency
orders-status = Status
orders-status-any = Any status
orders-status-pending = To be paid
orders-status-paid = Paid
orders-status-cancelled = Cancelled
orders-status-refunded = Refunded
orders-placed-at = Placed
orders-paid-at = Paid on
orders-given-back = Refunded
orders-gateway-sandbox = Sandbox
orders-gateway-stripe = Stripe
orders-gateway-alipay = Alipay
orders-reason-placed = The order was placed
orders-reason-nothing-to-pay = Nothing was left to pay
orders-reason-gateway = Confirmed by the payment service
orders-reason-buyer = By the buyer
orders-reason-admin = By an administrator
orders-reason-expired = Not paid in time
orders-reason-full = No seat was left when the payment came; the money goes back
orders-reason-dispute = The payment service returned the money
orders-checkout-title = Buy this course
orders-list-price = Price
orders-reduction = Discount
orders-to-pay = To pay
orders-paid-sum = Paid
orders-coupon = Coupon
orders-coupon-hint = Leave it empty if you have none.
orders-coupon-use = Apply
orders-coupon-refused = This code can't be used now. Check the spelling, or go on without it.
orders-place = Place the order
orders-refund-rule = You can have a refund within { $days } days of paying: the share of the required lessons that you have not done.
orders-pending-rule = An order is kept for { $minutes } minutes, then cancelled.
orders-bought-already = You have bought this course already; see “My orders”.
orders-course-free = This course is free: just enrol.
orders-in-already = You are in this course already and need not buy it.
orders-not-paid = This order is not paid, so it does not open the course.
orders-not-pending = This order is not waiting to be paid any more.
orders-cannot-cancel = A paid order can't be cancelled; ask for a refund instead.
orders-cancel = Cancel the order
orders-cancel-confirm = Cancel this order? You can buy the course again later.
orders-cancelled-flash = The order is cancelled
orders-pay-with = Pay with { $gateway }
orders-no-gateway = This site has no way to pay yet. Please ask its administrator.
orders-waiting = Waiting for the payment service. This page updates itself.
orders-coming = Your bank is processing the payment, which can take some days. The course opens by itself when the money arrives; there is no need to pay again.
orders-check = I have paid, check now
orders-failed = The last payment did not go through, and nothing was charged. You can try again.
orders-returning = A payment came in that this order did not need. It is being returned to you.
orders-to-course = Go to the course
orders-enrol-again = Enter the course again
orders-receipt = Receipt
orders-paid-with = Paid with
orders-transaction = Transaction
orders-print = Print
orders-payments = Payments
orders-payments-none = Nobody has begun to pay.
orders-reference = Our reference
orders-payment-started = Under way
orders-payment-succeeded = Received
orders-payment-failed = Not completed
orders-payment-refunding = Being returned
orders-payment-refunded = Returned
orders-receipt-note = Issued by Lectern. Where they differ, the record of the payment service counts.
orders-history = History
orders-refund-title = Refund
orders-refund-button = Refund { $amount }
orders-refund-confirm = Have { $amount } returned and leave the course? This can't be undone.
orders-refund-nothing = There is nothing to refund on this order.
orders-refund-changed = The sum has just changed. Reload the page and confirm again.
orders-refunded-flash = Refunded; the money goes back the way it came
orders-leaving-title = On the way to { $gateway }
orders-leaving-text = You pay on the page of the payment service and come back here. If nothing happens, use the button.
orders-leaving-button = Go to the payment page
orders-back = Back to the order
orders-gateway-currency = This way to pay does not take the currency of the course. Please choose another.
orders-gateway-away = The payment service does not answer. Nothing was charged; please try again later.
orders-notice-unsigned = The signature of this notice does not hold.
orders-notice-unreadable = This notice can't be read.
orders-notice-mode = This notice is about test money, or this site takes test money and it is not.
orders-notice-sum = This notice names another sum than the order.
orders-paid-notice = You have bought { $title }
orders-returned-notice = Order { $order } was paid once too often; that money is being returned
orders-refunded-notice = Order { $order } is refunded: { $amount }
orders-disputed-notice = The money of order { $order } was returned by the payment service, so your right to the course has ended
orders-sandbox-lead = No real money here. Choose what shall happen and watch the order.
orders-sandbox-pay = Pay
orders-sandbox-fail = Fail
orders-sandbox-twice = Pay, and tell it twice
orders-sandbox-late = Pay, and tell it 10 seconds late
orders-sandbox-silently = Pay, and never tell it
orders-sandbox-done = This payment is decided already.
orders-sales-title = Sales
orders-sales-saved = Saved
orders-price-title = Price
orders-price-about = A new price is for later orders; those that are placed keep theirs. 0 or nothing makes the course free.
orders-price = Price
orders-price-save = Save the price
orders-price-unreadable = Give an amount from 0 to 1000000 with at most two decimals, like 199.00.
orders-currency-unknown = Choose a currency.
orders-coupons = Coupons
orders-coupons-empty = There are no coupons yet.
orders-coupon-used = Used: { $uses }
orders-coupon-until = Valid until { $day }
orders-coupon-end = Stop
orders-coupon-resume = Resume
orders-coupon-new = New coupon
orders-coupon-code = Code
orders-coupon-code-rule = Use 3 to 32 capital letters, digits or hyphens.
orders-coupon-code-taken = This course has that code already. Choose another.
orders-coupon-kind = Kind
orders-coupon-percent = Percent
orders-coupon-amount = A fixed amount ({ $currency })
orders-coupon-value = How much
orders-coupon-value-rule = A percentage is a whole number from 1 to 100, an amount is like 20.00.
orders-coupon-uses = Uses (empty: no limit)
orders-coupon-uses-rule = Give a whole number above 0, or nothing.
orders-coupon-day = Last day (empty: for ever)
orders-coupon-day-rule = Choose today or a later day.
orders-coupon-create = Create
orders-revenue = Revenue
orders-revenue-empty = Nothing has been sold yet.
orders-month = Month
orders-sold = Sold
orders-earned = Received
orders-net = Net
orders-ledger-title = All orders
orders-ledger-search = Buyer or course
orders-ledger-empty = No order matches
orders-admin-refund-confirm = Refund { $amount } to { $buyer } in full and end their right to the course? This can't be undone.
orders-admin-refunded = Refunded


### mail

mail-link-hint = If the button does not work, copy this address into your browser:
mail-unsubscribe = Stop this kind of mail
mail-reset-subject = New password
mail-reset-text = Somebody asked for a new password for your account. The link below works once, for 30 minutes.
mail-reset-ignore = If it was not you, ignore this mail; your password stays as it is.
mail-reset-button = Set a new password
mail-password-changed-subject = Your password has changed
mail-password-changed-text = Your account has a new password now, and every other device is signed out.
mail-password-changed-stranger = If it was not you, set another one at once by “Forgotten your password?” on the sign-in page.
mail-confirm-subject = Confirm your address
mail-confirm-text = Somebody wants to use this address for the Lectern account @{ $username }. If it is you, confirm it by the link below. It works once, for 24 hours.
mail-confirm-ignore = If it was not you, ignore this mail; without you the address is not used.
mail-confirm-button = Confirm the address
mail-taken-subject = You have an account already
mail-taken-text = Somebody wanted to sign up with this address, or to use it for another account, but it belongs to your account. If it was you, just sign in; the link below helps if you have forgotten your password.
mail-taken-ignore = If it was not you, ignore this mail; nothing about your account has changed.
mail-taken-button = Set a new password
mail-email-changed-subject = Your account has another address now
mail-email-changed-text = The address of your account is { $email } now; mail goes there from here on.
mail-email-changed-stranger = If it was not you, take your account back within { $days } days by the link below: this address returns, every device is signed out and the present password is void.
mail-email-changed-button = It was not me: take it back
mail-sign-in-subject = Sign-in from a new device
mail-sign-in-text = Your account has just been signed in to from a new device: { $device }, network address { $address }, { $time }.
mail-sign-in-stranger = If it was you, there is nothing to do. If not, change your password at once and sign that device out under “Devices”.
mail-sign-in-button = See my devices
mail-applied-subject = Somebody wants to teach
mail-applied-text = { $name } has asked to become a teacher.
mail-applied-button = See the application
mail-granted-subject = You can teach now
mail-granted-text = Your application to teach is granted. Sign in again, and you can open courses and live classes.
mail-granted-button = Open a course
mail-refused-subject = Your application to teach
mail-refused-text = An administrator has read your application to teach and did not grant it this time. You can add to it and ask again.
mail-refused-button = See the application
mail-decided-reason = The administrator says: { $reason }
mail-second-factor-on-subject = Two-step sign-in is on
mail-second-factor-on-text = Two-step sign-in was turned on for your account: from now on signing in takes a code besides the password.
mail-second-factor-off-subject = Two-step sign-in is off
mail-second-factor-off-text = Two-step sign-in was turned off for your account: from now on the password alone is enough.
mail-second-factor-stranger = If it was not you, change your password at once and tell an administrator.
mail-recovery-used-subject = A recovery code was used
mail-recovery-used-text = Somebody passed the second step of your account with a recovery code. { $left ->
    [one] One code is
   *[other] { $left } codes are
} left.
mail-recovery-used-stranger = If it was not you, change your password at once and make new recovery codes.

### question bank

bank-title = Question bank
bank-lead = All questions of the course are here. Quizzes pick from them, or draw some at random by tag.
bank-new = Write a question
bank-choose-type = Which kind of question?
bank-search = Search the questions
bank-search-do = Search
bank-type = Type
bank-type-any = All types
bank-tag = Tag
bank-tag-any = All tags
bank-in-use = In use
bank-retired = Retired
bank-empty-title = The question bank is empty
bank-empty-text = Write a question first, then put it in a quiz.
bank-none-title = No question fits
bank-none-text = Try another word, or clear the filters.
bank-none-retired = No retired questions
bank-none-retired-text = Retired questions are kept here and can be restored at any time.
bank-clear = Clear the filters
bank-used = { $count ->
    [0] In no quiz
    [one] In one place
   *[other] In { $count } places
}
bank-facility = Mean credit { $percent }%
bank-edit = Edit
bank-copy = Copy
bank-retire = Retire
bank-restore = Restore
bank-retired-note = This question is retired: no quiz draws it and nobody can pick it. Attempts keep it as it was.
bank-field-title = Name
bank-field-title-hint = Only teachers see it; may be empty.
bank-field-stem = Question
bank-field-stem-hint = Markdown works.
bank-field-stem-blanks = Markdown works. Mark each blank by three or more underscores (____).
bank-field-points = Points
bank-field-feedback = Explanation
bank-field-feedback-hint = Shown after answering, when the quiz releases it. Markdown works.
bank-field-tags = Tags
bank-field-tags-hint = Parted by commas, as in: chapter 1, basics.
bank-tags-wrong = At most { $most } tags of at most { $max } characters each.
bank-rows-options = Options
bank-rows-options-hint = Tick what is right. For a part of the credit, give the option its percentage.
bank-rows-blanks = Answers of the blanks
bank-rows-blanks-hint = One box for each blank, with each accepted answer on a line of its own.
bank-rows-answers = Accepted answers
bank-rows-answers-hint = The first that matches counts. * stands for any characters, \* for itself.
bank-rows-numbers = Accepted numbers
bank-rows-numbers-hint = As 3.14, or 3.14 ± 0.01, or 1..5 with both ends. * stands for any other number.
bank-rows-pairs = Pairs
bank-rows-pairs-hint = What is asked on the left, what belongs to it on the right.
bank-rows-items = Entries
bank-rows-items-hint = In their right order; learners see them shuffled.
bank-row-text = Entry { $number }
bank-row-second = Belongs to entry { $number }
bank-row-weight = Credit %
bank-row-feedback = Feedback for this entry
bank-row-right = Right
bank-row-add = Add an entry
bank-row-up = Move entry { $number } up
bank-row-down = Move entry { $number } down
bank-row-remove = Remove entry { $number }
bank-number-wrong = Entry { $row } is no number. Please write 3.14, 3.14 ± 0.01 or 1..5.
bank-policy = Credit
bank-policy-all-or-nothing = The exact key or nothing
bank-policy-exam = Full for the exact key, a part for some of it, nothing for a wrong one
bank-policy-right-minus-wrong = Right ones add, wrong ones subtract
bank-policy-weights = By the shares of the options
bank-partial = For some of the key, %
bank-shuffle = Shuffle the options
bank-match-case = Upper and lower case matter
bank-truth = The right answer
bank-feedback-right = Feedback when right
bank-feedback-wrong = Feedback when wrong
bank-distractors = Distractors
bank-distractors-hint = More choices for the right-hand side, one on a line; may be empty.
bank-order-policy = Credit
bank-order-all-or-nothing = The exact order or nothing
bank-order-subsequence = By the share that is in order
bank-guidance = Notes for grading
bank-guidance-hint = Only those who grade see them.
bank-save = Save
bank-save-and-add = Save and add to the quiz
bank-preview = Preview
bank-preview-title = As learners see it
bank-saved = The question is saved.
bank-copied = Copied: this is the new question.
bank-retired-done = The question is retired; restore it under “Retired”.
bank-restored-done = The question is restored.
bank-changed-meanwhile = Somebody saved a new version of this question while you were editing. All you typed is still below; saving again writes a newer version, and theirs is kept too.
bank-versions = Versions
bank-version = Version { $number }
bank-version-current = current
bank-quizzes = Quizzes that ask this question
bank-regrade = Regrade
bank-regrade-about = After changing the key, first see whose marks would change, then decide on the regrade.

### questions as gift

gift-import = Import
gift-import-title = Import questions
gift-import-lead = Import questions from a GIFT file, the text format that Moodle reads and writes as well. Check first, then import: if anything is wrong, nothing comes in.
gift-import-file = GIFT file
gift-import-file-hint = A text file in UTF-8, at most 500 KB.
gift-import-text = Or paste it
gift-import-text-hint = Leave an empty line between questions, and none within one.
gift-import-check = Check
gift-import-missing = Please choose a file, or paste the questions.
gift-import-do = { $count ->
    [one] Import this question
   *[other] Import these { $count } questions
}
gift-imported = { $count ->
    [one] One question is imported.
   *[other] { $count } questions are imported.
}
gift-imported-before = These questions were imported a moment ago, and not again.
gift-problems = { $count ->
    [one] There is a problem; nothing is imported
   *[other] There are { $count } problems; nothing is imported
}
gift-line = Line { $line }
gift-notices = Please note
gift-preview-title = { $count ->
    [one] One question can be imported
   *[other] { $count } questions can be imported
}
gift-preview-lead = Open a question to see what learners see, and its key.
gift-key = Key
gift-example = How questions are written
gift-example-lead = = marks a right answer, ~ a wrong one, %50% a share of the credit; feedback follows #, the explanation ####. Put \ before : # = ~ { "{" } { "}" } in a text.
gift-not-utf8 = This isn't UTF-8. Please save the file as UTF-8 and try again.
gift-unreadable = This question can't be read.
gift-nothing = There are no questions in it.
gift-too-many = At most { $max } questions at once; please use several files.
gift-category-alone = $CATEGORY stands on a line of its own, with an empty line below.
gift-tag-cut = The tag is longer than { $max } characters and will be cut.
gift-title-cut = The name is longer than { $max } characters and will be cut.
gift-description = Without { "{" } { "}" } this is a description, not a question. It is left out.
gift-brace = { "{" } and { "}" } don't match. There can be no empty line within a question; put \ before a brace in a text.
gift-brace-extra = One brace too many. Leave an empty line between questions; put \ before a brace in a text.
gift-weight-text = “%{ $text }%” is no share of the credit and is taken as text.
gift-pair = A pair is written “=left -> right”.
gift-number-missing = This numeric question has no answer.
gift-number-wrong = “{ $text }” is no number. Please write 3.14, 3.14:0.01 or 1..5.
gift-export = Export
gift-export-title = Export questions
gift-export-lead = As a GIFT file, for another course or for Moodle.
gift-export-do = { $count ->
    [one] Download one question
   *[other] Download { $count } questions
}
gift-export-none = No questions to export
gift-export-none-text = Once there are questions in the bank, export them here.
gift-losses = GIFT can't say the following, which gets lost
gift-lossless = All of these questions can be exported whole.
gift-loss-count = { $words } ({ $count ->
    [one] one question
   *[other] { $count } questions
})
gift-loss-and = { "; " }
gift-loss-whole = GIFT has no such question, so it is left out
gift-loss-kind = Becomes a question of a similar type
gift-loss-points = Points; all are worth 1
gift-loss-policy = How several options are credited; similar shares take its place
gift-loss-order = The fixed order of options; they will be shuffled
gift-loss-case = That upper and lower case matter
gift-loss-guidance = Notes for grading
gift-loss-right-sides = Formatting on the right-hand side of pairs
gift-loss-blanks = Blanks at the begin or end
gift-loss-tags = Tags with special characters
gift-file-head = The question bank of the course “{ $course }”
gift-file-loss = Left out: { $words }


### people

people-own = My page
people-joined = joined { $time }
people-edit = Edit profile
people-bio-empty = You have not written anything about yourself yet. A few words in your settings help others to know you.
people-taught = Courses taught
### reviews

reviews-title = Reviews
reviews-mean = Rated { $mean } out of 5
reviews-mean-about = The rating is a Bayesian mean: five reviews of 3.5 stars are counted in beforehand, so a single voice does not decide, and with more reviews it approaches the plain mean.
reviews-count = { $count ->
    [one] { $count } review
   *[other] { $count } reviews
}
reviews-distribution = How the stars are spread
reviews-stars = Rating
reviews-share = Share
reviews-how-many = Reviews
reviews-star-count = { $count ->
    [one] { $count } star
   *[other] { $count } stars
}
reviews-given = { $count ->
    [one] { $count } star out of 5
   *[other] { $count } stars out of 5
}
reviews-stars-1 = Poor
reviews-stars-2 = Fair
reviews-stars-3 = Average
reviews-stars-4 = Good
reviews-stars-5 = Excellent
reviews-stars-missing = Choose 1 to 5 stars.
reviews-comment = What did you think?
reviews-comment-hint = Optional. How was the teaching, how hard is it, and whom does it suit? Markdown works.
reviews-too-long = At most { $most } characters.
reviews-words-missing = Write a few words.
reviews-write = Write a review
reviews-own = Your review
reviews-publish = Publish review
reviews-update = Save changes
reviews-saved = Your review is saved.
reviews-remove = Delete my review
reviews-remove-question = Delete your review? The teacher's reply and its votes go with it.
reviews-removed = Your review is deleted.
reviews-sign-in = Sign in to write a review
reviews-enrol-first = You can review this course once you are enrolled and have completed { $needed }% of it.
reviews-learn-first = Complete { $needed }% to write a review. You have completed { $done }% so far.
reviews-not-by-staff = The course's own staff can't review it.
reviews-by-learners = What learners say
reviews-staff-hint = You can reply to each review. Report what is out of place to the administrators.
reviews-own-hidden = An administrator has hidden your review; only you see it. Reason: { $reason }
reviews-hidden-stays = A hidden review can't be deleted.
reviews-own-vote = You can't vote for your own review.
reviews-own-report = You can't report your own review.
reviews-edited = edited { $date }
reviews-all = All reviews
reviews-none-yet = No reviews yet.
reviews-empty-title = No reviews yet
reviews-empty-text = Learners who have completed { $needed }% can rate the course and say what they think here.
reviews-sort-useful = Most useful
reviews-sort-newest = Newest
reviews-sort-highest = Highest rated
reviews-sort-lowest = Lowest rated
reviews-useful = Useful
reviews-useful-count = { $count ->
    [one] { $count } person found this useful
   *[other] { $count } people found this useful
}
reviews-reply = Reply from the teacher
reviews-reply-of = Reply from { $name }
reviews-reply-write = Reply
reviews-reply-edit = Edit reply
reviews-reply-hint = Everybody sees it. Saving again replaces the reply.
reviews-reply-publish = Publish reply
reviews-reply-saved = Your reply is published.
reviews-reply-remove = Delete reply
reviews-reply-remove-question = Delete this reply?
reviews-reply-removed = The reply is deleted.
reviews-reason = Reason
reviews-report = Report
reviews-report-hint = Only administrators see this.
reviews-reported = Reported. An administrator will look at it.
reviews-is-reported = You reported this
reviews-hide = Hide
reviews-hide-hint = The author sees this reason. A hidden review does not count; you can show it again at any time.
reviews-hidden-flash = The review is hidden and its author has been told.
reviews-hidden-before = This review is hidden already.
reviews-is-hidden = Hidden
reviews-restore = Show again
reviews-restored = The review is shown again.
reviews-shown-before = This review is not hidden.
reviews-dismiss = Keep the review
reviews-dismissed = The review stays and its reports are settled.
reviews-queue-title = Reviews
reviews-queue-reported = Open reports
reviews-queue-empty = No open reports
reviews-queue-empty-text = Reviews that somebody reports appear here.
reviews-queue-none-hidden = No hidden reviews
reviews-queue-none-hidden-text = Hidden reviews stay here and can be shown again at any time.
reviews-queue-search = Author, course, review or reason
reviews-queue-none-found = No reviews like that
reviews-written = Written
reviews-rating = Stars
reviews-hidden-at = Hidden
reviews-hidden-because = Why it is hidden
reviews-notice-written = “{ $title }” has a new review
reviews-notice-replied = The teacher replied to your review of “{ $title }”
reviews-notice-hidden = Your review of “{ $title }” was hidden by an administrator: { $reason }
reviews-notice-restored = Your review of “{ $title }” is shown again


### calendar

calendar-title = Calendar
calendar-lead = Live classes, assignments and quizzes of the courses you take and teach, in the order in which they come.
calendar-class = Live class
calendar-assignment-due = Assignment due
calendar-assignment-close = Assignment closes
calendar-quiz-open = Quiz opens
calendar-quiz-close = Quiz closes
calendar-done = Done
calendar-over = Over
calendar-today = Today
calendar-months = Other months
calendar-previous = Previous month
calendar-next = Next month
calendar-this-month = This month
calendar-monday = Mon
calendar-tuesday = Tue
calendar-wednesday = Wed
calendar-thursday = Thu
calendar-friday = Fri
calendar-saturday = Sat
calendar-sunday = Sun
calendar-zone = Times are in your time zone ({ $zone }).
calendar-empty = Nothing in this month
calendar-empty-hint = As soon as a course has a live class, an assignment or a quiz with a date, it appears here.
calendar-next-up = Due next
calendar-next-up-all = Calendar
calendar-summary = { $label }: { $title }
calendar-assignment-due-soon = The assignment “{ $title }” ({ $course }) is due on { $at }, and you have not handed it in yet.
calendar-quiz-closes-soon = The quiz “{ $title }” ({ $course }) closes on { $at }, and you have not submitted it yet.
calendar-feed-title = Subscribe on your devices
calendar-feed-about = Make an address of your own and add it to the calendar of your phone or computer: classes and due dates then appear there by themselves. Whoever has the address can see these dates, so do not pass it on.
calendar-feed-make = Make the address
calendar-feed-address = Address
calendar-feed-copy = Copy address
calendar-feed-copied = Copied
calendar-feed-open = Open in a calendar app
calendar-feed-once = The address is shown here once: copy it now. If you lose it, make a new one.
calendar-feed-made = Your address was made on { $day } and is in use. It is not shown again; if you have lost it, make a new one.
calendar-feed-renew = Make a new address
calendar-feed-renew-question = The old address stops working at once, and you will have to subscribe anew in your calendar app. Make a new one?
calendar-feed-revoke = Stop the feed
calendar-feed-revoke-question = The calendar in your app will no longer be updated. Stop the feed?
calendar-feed-revoked = The feed is stopped; its address no longer works.




### handouts

handouts-title = Handouts
handouts-about = Notes, exercises, code: whoever may open the lesson may download them.
handouts-none = No files yet.
handouts-choose = Choose files
handouts-hint = Several at once if you like (up to 10), each up to 100 MB; a lesson has room for { $count }.
handouts-add = Upload
handouts-missing = Choose a file first.
handouts-too-many = A lesson has room for { $count } files.
handouts-full = This lesson has as many files as it can; remove some to add others.
handouts-stored = { $count ->
    [one] One file was added.
   *[other] { $count } files were added.
}
handouts-delete = Remove { $name }
handouts-delete-question = Once “{ $name }” is removed, learners can no longer download it. Remove it?
handouts-deleted = The file was removed.
handouts-download = Download { $name }



### own data

people-deleted = Deleted person
own-data-title = Account and data
own-data-export = Download my data
own-data-export-about = Everything Lectern keeps about you as one zip archive. data.json holds your profile, enrolments and progress, notes, homework and quiz answers, published grades, messages and reviews you wrote, and orders; the files you uploaded lie beside it.
own-data-export-ask = Prepare my data
own-data-export-asked = It is being prepared; you will be told.
own-data-export-waits = Your data is being prepared; you will be told when it is ready.
own-data-export-ready = { $size }, for you alone, until { $until }.
own-data-export-fetch = Download
own-data-export-again = Prepare anew
own-data-export-notice = Your data is ready to be downloaded for 7 days.
own-data-left-out-file = NOT-IN-HERE.txt
own-data-left-out-about = An archive holds at most 20 GB of files. The ones below did not fit. Sign in to Lectern and open their addresses to download them one by one.
own-data-left-out =
    { $count ->
        [one] One file did not fit
       *[other] { $count } files did not fit
    } into the 20 GB that an archive holds. { $file } in the archive lists what is missing and where to download it.
own-data-delete = Delete my account
own-data-delete-about = It happens at once and cannot be undone. Every device is signed out, and the username and the address are free again.
own-data-goes = What goes
own-data-goes-profile = Name, bio, picture, address and username
own-data-goes-sign-in = Password, two-step sign-in and devices
own-data-goes-study = Courses, progress, notes and certificates; courses you bought can't be watched any more
own-data-goes-notifications = Notifications and their settings, the calendar feed and mail not sent yet
own-data-goes-rooms = Your place in every room and conversation
own-data-stays = What stays, as of a deleted person
own-data-stays-words = Messages, danmaku and reviews you wrote
own-data-stays-work = Work you handed in, quizzes and grades, for the teachers of the course
own-data-stays-orders = Orders and payments, which have to be kept
own-data-not-yet = Not yet:
own-data-has-courses = { $count ->
    [one] Others learn in a course of yours. Hand it to another teacher first, or wait until they have left.
   *[other] Others learn in { $count } courses of yours. Hand them to another teacher first, or wait until they have left.
}
own-data-has-orders = { $count ->
    [one] An order of yours waits to be paid. Pay or cancel it first.
   *[other] { $count } orders of yours wait to be paid. Pay or cancel them first.
}
own-data-has-classes = You are live. End the class first.
own-data-is-last-admin = You are the only administrator. Make somebody else one first.
own-data-delete-question = This cannot be undone. Delete your account?
own-data-delete-button = Delete my account
own-data-deleted = Your account is deleted.
accounts-display-name-taken = This name can't be used.
mail-deleted-subject = Your account is deleted
mail-deleted-text = Your Lectern account is deleted, and your personal data with it. This is the last mail you get.
mail-deleted-stranger = If it was not you, tell an administrator.


### reports

reports-title = Reports
reports-lead = Everything that was reported on the site: messages of chats and classes, danmaku over lessons and course reviews. Deciding one settles all reports of the same thing; each decision is in the audit log.
reports-search = Person, reason, place or words
reports-kind = Kind
reports-kind-message = Chat message
reports-kind-review = Course review
reports-state = State
reports-open = Open
reports-upheld = Upheld
reports-dismissed = Dismissed
reports-all = All
reports-place = Place
reports-author = Author
reports-words = Words
reports-reporter = Reported by
reports-reason = Reason
reports-time = Reported
reports-settled-by = Decided by
reports-settled-at = Decided
reports-between-two = Direct message
reports-private = This was said between two people, so the list does not show it.
reports-read = Read it (noted in the audit log)
reports-no-words = No words
reports-many = { $count ->
    [one] reported by 1 person
   *[other] reported by { $count } people
}
reports-settled = decided by { $who }, { $time }
reports-why = Why you decide so
reports-delete-message = Delete message
reports-dismiss = Dismiss report
reports-undo = Bring back
reports-upheld-done = Done. To undo it, bring it back under “Upheld”.
reports-dismissed-done = Dismissed; it stays where it is.
reports-undone = It is back.
reports-hidden-reviews = Hidden reviews
reports-empty = No reports like that
reports-empty-hint = When somebody reports a message, danmaku or a course review, it waits here for your decision.
audit-act-message-read = Reported direct message read



### site words

site-words-title = Blocked words
site-words-lead = They hold in every chat room and live class, beside the rooms’ own lists. Changes hold at once; case, width and blanks between letters make no difference.
site-words-words = Words
site-words-words-hint = One a line; add or remove as many as you like. Words that are listed already get the choice below.
site-words-verdict = What happens
site-words-verdict-hint = A held message waits for the moderators of its room. In classes and direct messages nobody could let it through, so it is refused there.
site-words-verdict-missing = Choose what happens.
site-words-blocked = Refused
site-words-held = Held for a moderator
site-words-word = Word
site-words-added-at = Added
site-words-added-by = Added by
site-words-add = Add
site-words-remove = Remove
site-words-remove-these = Remove these words
site-words-search = Find words
site-words-added = { $count ->
    [one] 1 word added.
   *[other] { $count } words added.
}
site-words-removed = { $count ->
    [one] 1 word removed.
   *[other] { $count } words removed.
}
site-words-missing = Write at least one word.
site-words-long = “{ $word }” is too long; a word has at most { $most } characters.
site-words-many = The list holds at most { $most } words.
site-words-empty = No words like that
site-words-empty-hint = Add words above that must not be said, or that a moderator has to see first.
site-words-also = Words blocked on the whole site hold here as well. Administrators keep that list; it is not shown here.
site-word-refused = The message has a word that this site does without: { $word }.
audit-act-words-add = Words blocked
audit-act-words-remove = Words unblocked
audit-act-account-deleted = Account deleted
audit-kind-words = Blocked words
admin-live-class = Class
admin-live-teacher = Teacher
admin-live-name = Title
admin-live-made = Created
admin-live-begins = Begins
admin-live-ends = Ended
admin-jobs-made = Queued
admin-jobs-number = Number
admin-jobs-tries = Attempts
admin-mails-search = Subject or receiver
admin-mails-error = What the mail server said
admin-application-search = Person or words
admin-application-asked = Asked
admin-application-words = What they wrote
admin-application-decided = Answered
admin-application-waits = Waiting
admin-application-granted = Granted
admin-application-refused = Refused
admin-announcements-search = Words
admin-announcement-made = Published

### reports of classes and lessons

live-report = Report the message
live-report-own = This is your own message: you can delete it.
live-report-hint = The teachers and assistants of this class will look at it. The author is not told who reported it.
live-report-again = You have reported this message. The teachers and assistants will look at it.
live-report-back = Back to the class
live-report-sent = Thank you: the teachers and assistants of the class will look at it. What they find wrong leaves everybody's page.
live-report-notice = A message in the class “{ $class }” has been reported
live-report-dismissed = The message stays.
live-report-others-decide = You wrote this: another teacher, an assistant or an administrator decides.
live-reports = Reports
live-reports-empty = Nothing waits for you. When somebody reports a message of the talk, it is here.
live-reports-reasons = { $count ->
    [one] Reported by one person:
   *[other] Reported by { $count } people:
}
live-reports-delete = Delete message
live-reports-dismiss = Nothing wrong
live-reports-waiting = { $count ->
    [one] One reported message waits
   *[other] { $count } reported messages wait
}
audit-act-live-message-delete = Message of a class deleted
audit-act-live-message-restore = Message of a class restored
audit-act-live-message-dismiss = Reports of a message of a class dismissed
audit-kind-live-message = Message of a class
danmaku-report = Report the danmaku
danmaku-report-own = This is your own: you can delete it.
danmaku-report-hint = The teachers and assistants of this course will look at it. The author is not told who reported it.
danmaku-report-again = You have reported this. The teachers and assistants will look at it.
danmaku-report-back = Back to the lesson
danmaku-report-sent = Thank you: the teachers and assistants of the course will look at it. What they find wrong is deleted.
danmaku-report-notice = Somebody's danmaku in the lesson “{ $lesson }” has been reported
danmaku-report-upheld = The line is deleted.
danmaku-report-dismissed = The line stays.
danmaku-reports = Reported danmaku
danmaku-reports-tab = Reports
danmaku-reports-empty = Nothing waits for you
danmaku-reports-empty-hint = When somebody reports what was written over the video of a lesson, it is here.
danmaku-reports-delete = Delete line
danmaku-reports-waiting = { $count ->
    [one] One reported line waits
   *[other] { $count } reported lines wait
}
audit-act-lesson-danmaku-delete = Danmaku over a lesson deleted
audit-act-lesson-danmaku-restore = Danmaku over a lesson restored
audit-act-lesson-danmaku-dismiss = Reports of danmaku over a lesson dismissed
audit-kind-lesson-danmaku = Danmaku over a lesson
reports-kind-live-message = Message of a class
reports-kind-lesson-danmaku = Danmaku over a lesson
reports-delete-danmaku = Delete line
reports-restored = Back again
reports-withdrawn = Deleted by its author
