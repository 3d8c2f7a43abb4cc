### shell

shell-name = 讲堂
shell-skip = 跳到正文
shell-nav = 主导航
shell-nav-home = 首页
shell-nav-courses = 课程
shell-nav-live = 直播
shell-nav-chat = 聊天
shell-nav-mine = 我的
shell-search = 搜索课程
shell-notifications = 通知
shell-account = { $name } 的菜单
shell-login = 登录
shell-register = 注册
shell-logout = 退出登录
shell-menu-learning = 我的学习
shell-menu-teaching = 教学
shell-menu-admin = 管理
shell-menu-settings = 设置
shell-theme = 外观
shell-theme-system = 自动
shell-theme-light = 浅色
shell-theme-dark = 深色
shell-language = 语言
shell-footer = 讲堂 · 听课、交流、上直播课
shell-demo = 这里装着演示数据，随时可能清空
shell-cancel = 取消
shell-confirm = 确定
shell-close = 关闭
shell-optional = 选填
shell-pager = 翻页
shell-pager-newer = 较新
shell-pager-older = 较旧
shell-breadcrumb = 当前位置
shell-request-failed = 没有成功，请再试一次。
shell-request-offline = 网络连不上，请检查后再试。
shell-upload-running = 正在上传
shell-upload-storing = 已传完，正在保存……
shell-upload-failed = 上传中断了，请再试一次。



### errors

errors-home = 回到首页
errors-courses = 看看课程
errors-back = 再试一次
errors-retry-after = { $seconds } 秒后可以再试。
errors-form-expected = 请用页面上的表单提交。
errors-form-too-large = 提交的内容太长了，请缩短后再试。
errors-form-unreadable = 表单内容无法读取，请返回上一页重新填写。
errors-form-nul = 内容里有无法保存的字符（NUL），请删去后再提交。
errors-nonce-used-twice = 这条消息带着另一条消息的标记。请重新发送。
errors-400-title = 请求有误
errors-400-advice = 地址或内容无法识别。请返回上一页再试一次。
errors-401-title = 请先登录
errors-401-advice = 登录后就能继续。
errors-403-title = 没有权限
errors-403-advice = 你没有做这件事的权限；如果是从别的网站跳转来的，请回到本站页面再操作。
errors-not-yet-title = 还不能打开
errors-not-yet-advice = 在这一课之前，还有别的要先完成。
errors-not-yet-go = 先去完成
errors-404-title = 找不到这个页面
errors-404-advice = 它可能已被删除、移动，或者你无权查看。
errors-405-title = 不支持这种操作
errors-405-advice = 请用页面上的按钮或链接。
errors-409-title = 内容已经变了
errors-409-advice = 请刷新页面，看看最新的内容再继续。
errors-413-title = 内容太大
errors-413-advice = 请换一个更小的文件。
errors-415-title = 不支持这种格式
errors-415-advice = 请换一种文件格式。
errors-422-title = 有些地方需要改一改
errors-422-advice = 请按提示修改后再提交。
errors-429-title = 操作太快了
errors-429-advice = 请稍等片刻再试。
errors-500-title = 服务器出了点问题
errors-500-advice = 问题已经记录下来。请稍后再试。
errors-503-title = 服务暂时不可用
errors-503-advice = 我们正在恢复，请过几秒再刷新。




### accounts

accounts-register-title = 注册
accounts-register-lead = 一个账号，学课程、聊天、看直播。
accounts-register-button = 注册
accounts-registered = 欢迎你，{ $name }！
accounts-have-account = 已经有账号？
accounts-no-account = 还没有账号？
accounts-sign-in-title = 登录
accounts-sign-in-lead = 接着上次的地方学。
accounts-sign-in-button = 登录
accounts-sign-in-wrong = 用户名或密码不对。请检查后再试。
accounts-login = 用户名或邮箱
accounts-username = 用户名
accounts-username-hint = 2 到 32 个字，可用中文、字母、数字和 _ - .
accounts-username-length = 用户名要有 2 到 32 个字。
accounts-username-characters = 用户名只能用文字、数字和 _ - .
accounts-username-taken = 这个用户名已经有人用了，请换一个。
accounts-email = 邮箱
accounts-email-malformed = 这不像一个邮箱地址，请检查一下。
accounts-email-taken = 这个邮箱已经注册过，可以直接登录。
accounts-display-name = 显示名称
accounts-display-name-hint = 别人看到的名字。
accounts-display-name-length = 显示名称要有 1 到 64 个字。
accounts-password = 密码
accounts-password-hint = 至少 8 个字，越长越安全，可以用一句话。
accounts-password-length = 密码要有 8 到 256 个字。
accounts-password-nul = 密码里有不能用的字符。
accounts-password-common = 这个密码太常见，很容易被猜到，请换一个。
accounts-password-wrong = 当前密码不对。
accounts-password-current = 当前密码
accounts-password-new = 新密码
accounts-password-change = 修改密码
accounts-password-change-hint = 修改后，其他设备上的登录都会退出。
accounts-password-changed = 密码已修改，其他设备已退出登录。
accounts-settings-title = 设置
accounts-settings-save = 保存
accounts-settings-saved = 设置已保存。
accounts-settings-choose = 请从列表里选一项。
accounts-time-zone = 时区




### notifications

notifications-title = 通知
notifications-read-all = 全部标为已读
notifications-empty = 还没有通知
notifications-empty-hint = 选课、开播和回放的消息会出现在这里。
notifications-unread = { $count } 条未读通知




### courses

courses-level-beginner = 入门
courses-level-intermediate = 进阶
courses-level-advanced = 高级
courses-language-zh = 中文
courses-language-en = 英文
courses-status-draft = 草稿
courses-status-published = 已发布
courses-status-archived = 已归档
courses-staff-owner = 主讲
courses-staff-teacher = 教师
courses-staff-assistant = 助教
courses-index-title = 课程
courses-search = 搜索课程
courses-search-hint = 课程、简介、课时
courses-search-button = 搜索
courses-filters = 筛选
courses-filter-category = 分类
courses-filter-all = 全部
courses-filter-language = 授课语言
courses-filter-level = 难度
courses-sort = 排序
courses-sort-newest = 最新
courses-sort-popular = 最多人学
courses-results = 课程列表
courses-results-for = “{ $query }”的结果
courses-results-count = 共 { $count } 门课程
courses-page-previous = 上一页
courses-page-next = 下一页
courses-none-found = 没有找到课程
courses-none-found-advice = 换个说法，或者少选几个条件试试。
courses-show-all = 查看全部课程
courses-none-yet = 还没有课程
courses-none-yet-advice = 老师发布的课程会出现在这里。
courses-enrolled = { $count } 人在学
courses-free = 免费
courses-lessons-count = { $count } 课时
courses-progress = 学习进度
courses-enrol-button = 加入学习
courses-sign-in-button = 登录后加入学习
courses-start-button = 开始学习
courses-continue-button = 继续学习
courses-review-button = 再看一遍
courses-edit-button = 编辑课程
courses-chat-room = 课程聊天室
courses-live = 直播课
courses-live-all = 查看所有直播
courses-leave-button = 退出课程
courses-leave-question = 确定退出这门课程吗？退出后不能再看课时、进课程聊天室；学习进度会保留，重新加入后可以继续。
courses-priced = 付费课程暂未开放报名。
courses-closed = 这门课程现在不能加入。
courses-no-lessons-yet = 课时还在准备中。
courses-contents = 目录
courses-about = 课程介绍
courses-facts = 课程信息
courses-fact-teacher = 教师
courses-fact-language = 授课语言
courses-fact-published = 发布于
courses-enrolled-flash = 已加入课程，开始学习吧。
courses-left-flash = 已退出课程。
courses-enrolled-notice = 你已加入课程《{ $title }》。




### lessons

lessons-kind-video = 视频
lessons-kind-document = 文档
lessons-kind-text = 图文
lessons-kind-quiz = 测验
lessons-kind-assignment = 作业
lessons-kind-replay = 直播回放
lessons-open-quiz = 打开测验
lessons-open-assignment = 打开作业
lessons-open-replay = 观看回放
lessons-part-locked = 报名后即可打开这一部分。
lessons-done = 已完成
lessons-preview = 试看
lessons-locked = 加入课程后可看
lessons-watched = 已观看
lessons-nothing-yet = 老师还没有放上内容。
lessons-elsewhere = 这个视频在别的网站上，这里不能记录观看进度。看完后请点“标记为已完成”。
lessons-open-elsewhere = 在新窗口打开
lessons-download = 下载
lessons-resumed = 从上次看到的 { $at } 继续
lessons-from-start = 从头看
lessons-mark-done = 标记为已完成
lessons-done-flash = 已标记为完成。
lessons-noted-flash = 已记下。这一课还差别的条件才算学完。
lessons-mark-viewed = 我已打开这一课
lessons-optional = 选修
lessons-locked-behind = 请先学完《{ $title }》。
lessons-tracked = 这个视频的进度由系统记录，看完后自动完成。
lessons-see-course = 查看课程
lessons-nav = 前后课时
lessons-previous = 上一课
lessons-next = 下一课
learning-title = 我的学习
learning-continue = 继续学习
learning-last = 上次学到：{ $title }
learning-finished = 已学完
learning-empty = 还没有加入课程
learning-empty-advice = 找一门感兴趣的课程，加入后就会出现在这里。
learning-find = 去看看课程



### completion

completion-viewed = 打开这一课
completion-watched = 观看视频的 { $percent } %
completion-submitted = 提交作业
completion-submitted-quiz = 提交测验
completion-scored = 得分不低于 { $percent } %
completion-posted = 在课程聊天室里发言
completion-attended = 在直播课上停留满 { $minutes } 分钟
completion-marked = 自己标记为已学完
completion-one = 学完这一课，需要：
completion-all = 学完这一课，以下各项都要做到：
completion-any = 学完这一课，做到以下任意一项即可：
completion-untracked = 这一项没法自动统计，做到后请自己标记。
completion-title = 完成条件
completion-about = 学员做到什么，这一课才算学完。改动之后会重新统计；已经学完的不会被取消。
completion-usual = 不选任何条件时，按课时类型的惯例：{ $rule }。
completion-match = 需要满足
completion-match-all = 全部条件
completion-match-any = 任意一个条件
completion-pick-viewed = 打开过这一课
completion-pick-watched = 看过视频的一定比例
completion-pick-submitted = 提交过
completion-pick-scored = 得分达到
completion-pick-posted = 在课程聊天室发过言
completion-pick-attended = 在这堂直播课上停留过
completion-pick-marked = 学员自己标记为学完
completion-unit-watched = 观看比例（%）
completion-unit-scored = 最低得分（%）
completion-unit-attended = 最少分钟数
completion-number-wrong = 请填写 { $least } 到 { $most } 之间的整数。
completion-cannot-watch = 这个视频不在本站或没有时长，观看进度统计不了；学员会看到说明，并自己标记。
completion-required = 必修
completion-required-hint = 只有必修课时计入课程进度和结业。
completion-after = 先学完下列课时，才能打开这一课
completion-after-hint = 课程的教师与助教不受限制；试看课时始终开放。
completion-after-cycle = 这样会互相等待，谁也打不开：请去掉其中一个前置课时。
completion-after-none = 这门课还没有别的课时。
completion-after-missing = 选中的课时里有已经不在这门课的，请重新选择。
completion-save = 保存完成条件
completion-saved = 完成条件已保存，正在重新统计。



### certificates

certificates-notice = 你学完了《{ $title }》，结业证书已经颁发。



### teaching

teaching-title = 我的教学
teaching-new-course = 新建课程
teaching-new-course-lead = 先写下最基本的信息，之后再添加章节和课时。发布之前，只有课程团队能看到它。
teaching-empty-title = 还没有课程
teaching-empty-text = 你开设或协助的课程会出现在这里。先建一门课程，写好第一个课时。
teaching-empty-assistant = 老师把你加入课程团队后，课程会出现在这里。
teaching-view-course = 查看课程
teaching-view-lesson = 查看课时
teaching-tabs = 课程管理
teaching-tab-outline = 目录
teaching-tab-details = 课程信息
teaching-tab-people = 成员
teaching-tab-publication = 发布
teaching-count-sections = { $count } 个章节
teaching-count-lessons = { $count } 个课时
teaching-count-files = { $count } 个上传的文件
teaching-count-learners = { $count } 人在学
teaching-count-enrolments = { $count } 人的报名和学习进度
teaching-field-title = 课程名称
teaching-field-summary = 一句话简介
teaching-field-summary-hint = 显示在课程列表里，最多 300 字。
teaching-field-category = 分类
teaching-field-level = 难度
teaching-field-language = 授课语言
teaching-field-description = 课程介绍
teaching-markdown-hint = 可以使用 Markdown：# 标题、**加粗**、- 列表、| 表格 |、`代码`、[链接](https://…)。
teaching-choose = 请选择
teaching-preview = 预览
teaching-preview-empty = 写下的内容会显示在这里。
teaching-create-course = 创建课程
teaching-save = 保存
teaching-saved = 已保存。
teaching-course-created = 课程已创建。现在添加第一个章节吧。
teaching-title-missing = 请写上名称。
teaching-too-long = 最多 { $max } 字，现在有 { $length } 字。
teaching-too-many = 最多 { $max } 个，不能再添加了。
teaching-category-missing = 请选择一个分类。
teaching-choice-missing = 请从列表里选一项。
teaching-conflict = 在你编辑期间，别人保存了修改，所以你的内容还没有保存。请对照下面的版本；再次保存会以你的内容为准。
teaching-conflict-theirs = 别人保存的版本
teaching-cover = 封面
teaching-cover-alt = 当前封面
teaching-cover-choose = 选择封面图片
teaching-cover-hint = JPEG、PNG、WebP 或 GIF，不超过 10 MB，建议 16:9。不上传时，封面由平台自动绘制。
teaching-cover-remove = 改用自动绘制的封面
teaching-cover-replaced = 封面已更换。
teaching-cover-removed = 已改用自动绘制的封面。
teaching-upload = 上传
teaching-file-missing = 请先选择一个文件。
teaching-status-draft-about = 课程是草稿：只有课程团队能看到。
teaching-status-published-about = 课程已发布：所有人都能看到，{ $count } 人在学。
teaching-status-archived-about = 课程已归档：不再出现在课程列表里，只有团队和已报名的 { $count } 人能看到。
teaching-publish = 发布课程
teaching-published = 课程已发布。
teaching-publish-nothing = 课程里还没有可学的内容，请先写好至少一个课时再发布。
teaching-publish-no-lessons = 课程里还没有课时，发布之前请先添加。
teaching-publish-unfinished = 这些课时还没有内容：
teaching-unpublish = 撤回为草稿
teaching-unpublished = 课程已撤回为草稿。
teaching-unpublish-confirm = 撤回后，只有课程团队能看到课程；已报名的 { $count } 人将暂时无法学习。确定撤回吗？
teaching-archive = 归档
teaching-archived = 课程已归档。
teaching-archive-confirm = 归档后，课程不再出现在课程列表里，已报名的人仍可学习。确定归档吗？
teaching-archive-never-public = 从未发布过的课程不能归档。
teaching-delete-course = 删除课程
teaching-delete-course-about = 删除后无法恢复。下列内容会一并删除，课程的聊天室和评价也会删除：
teaching-delete-only-drafts = 只有草稿可以删除。请先撤回为草稿，或者归档。
teaching-delete-has-live = 课程里还有直播间，请先删除直播间。
teaching-delete-has-orders = 课程已有订单，不能删除，可以归档。
teaching-course-deleted = 课程已删除。
teaching-confirm = 我明白这些内容会被永久删除
teaching-confirm-missing = 请勾选确认后再删除。
teaching-outline-empty-title = 目录还是空的
teaching-outline-empty-text = 课程由章节组成，章节里是课时。先添加第一个章节。
teaching-section-title = 章节名称
teaching-section-new-title = 新章节的名称
teaching-section-add = 添加章节
teaching-section-delete = 删除章节“{ $title }”
teaching-section-empty = 这个章节还没有课时。
teaching-section-not-empty = 章节里还有课时，请先移走或删除它们。
teaching-lesson-title = 课时名称
teaching-lesson-new-title = 新课时的名称
teaching-lesson-kind = 课时类型
teaching-lesson-add = 添加课时
teaching-lesson-edit = 编辑“{ $title }”
teaching-lesson-preview = 可试看
teaching-lesson-unfinished = 待补充内容
teaching-rename = 改名
teaching-rename-save = 保存名称
teaching-move-up = 上移“{ $title }”
teaching-move-down = 下移“{ $title }”
teaching-lesson-content = 课时内容
teaching-lesson-body = 正文
teaching-lesson-notes = 说明
teaching-lesson-introduction = 导语
teaching-lesson-write-quiz = 题目与设置
teaching-lesson-write-assignment = 要求与截止时间
teaching-lesson-is-preview = 允许试看
teaching-lesson-is-preview-hint = 试看课时和它的文件对所有人开放，无需报名。
teaching-back-to-outline = 返回目录
teaching-file = 文件
teaching-file-name = 文件名
teaching-file-size = 大小
teaching-file-duration = 时长
teaching-file-choose = 选择文件
teaching-file-replace = 选择新文件，替换现有文件
teaching-file-stored = 文件已保存。
teaching-video-hint = MP4（H.264）或 WebM，不超过 2 GB。
teaching-document-hint = PDF 可以在页面里阅读，其他文件供下载；不超过 100 MB。
teaching-video-unreadable = 这个视频文件无法读取，可能已损坏。请重新导出后再上传。
teaching-text-has-no-file = 只有视频和文档课时才有文件；这个课时的内容请直接编写。
teaching-lesson-delete = 删除课时
teaching-lesson-delete-about = 删除后无法恢复：课时的内容、文件，以及 { $count } 人的学习进度都会删除。
teaching-lesson-deleted = 课时已删除。
teaching-staff = 课程团队
teaching-staff-username = 用户名
teaching-staff-username-hint = 对方注册时用的用户名。
teaching-staff-role = 角色
teaching-staff-role-hint = 教师可以修改课程；助教可以查看全部内容、维护讨论秩序，不能修改课程。
teaching-staff-add = 加入团队
teaching-staff-added = 已加入课程团队。
teaching-staff-remove = 移出
teaching-staff-remove-confirm = 确定把 { $name } 移出课程团队吗？
teaching-staff-removed = 已移出课程团队。
teaching-staff-owner-stays = 这是课程的主讲，不能更改或移出。
teaching-username-missing = 请写上用户名。
teaching-username-unknown = 没有找到用户“{ $name }”，请检查拼写。
teaching-learners = 学员
teaching-learners-empty-title = 还没有学员
teaching-learners-empty-text = 课程发布后，报名的人会出现在这里。
teaching-learners-search = 按姓名或用户名查找
teaching-learners-none = 没有找到名字里有“{ $name }”的学员。
teaching-learner-progress = 已完成
teaching-enrolled-on = { $date } 报名
teaching-search = 查找




### chat

chat-title = 聊天
chat-rooms = 会话列表
chat-unread = { $count } 条未读
chat-empty = 还没有会话
chat-empty-hint = 你加入的每门课程都有一个讨论室，同学和老师都在里面。加入课程后，它就会出现在这里。
chat-empty-button = 去找课程
chat-choose = 选择一个会话
chat-choose-hint = 从左侧选一个会话，开始阅读和交流。
chat-preview = { $name }：{ $words }
chat-preview-file = [文件]
chat-note-course = 课程讨论室
chat-note-group = 群聊
chat-note-direct = 只有你们两人可见
chat-back = 返回会话列表
chat-back-to-room = 返回会话
chat-course = 查看课程
chat-people = 成员
chat-moderator = 教学团队
chat-direct = 私聊
chat-direct-with-oneself = 不能和自己私聊。
chat-messages = 消息
chat-older = 更早的消息
chat-begin = 会话从这里开始。
chat-newest = 回到最新消息
chat-new = 新消息
chat-new-below = 下方有新消息
chat-gap = 你离开了一段时间，下面是最新消息；向上滚动可查看之前的内容。
chat-mark-read = 标记为已读
chat-write = 写消息
chat-send = 发送
chat-attach = 添加文件
chat-remove-file = 移除
chat-hint = 按 Enter 发送，Shift + Enter 换行。支持 **粗体**、`代码`、列表和链接。
chat-sending = 发送中…
chat-waiting = 发送过快，{ $seconds } 秒后自动重发。
chat-failed = 未发送。
chat-files-lost = 文件需要重新选择。
chat-retry = 重试
chat-drop = 放弃
chat-delete = 删除消息
chat-delete-question = 要为所有人删除这条消息吗？
chat-message-empty = 请输入内容，或添加文件。
chat-message-too-long = 消息最多 { $most } 字，现在超出了 { $over } 字。
chat-away = 连接已断开，正在重新连接…
chat-signed-out = 你已退出登录，请重新登录后继续。
chat-not-allowed = 你已不在这个会话中。
chat-stopped = 连接已结束，请刷新页面后继续。




### live

live-conflict-started = 这堂直播课已经开始了。
live-conflict-ended = 这堂直播课已经结束。
live-problem-video-codec = 画面不是 H.264 编码，浏览器放不了。在 OBS 里：设置 → 输出 → 视频编码器，选 x264 或其他 H.264，不要选 HEVC 或 AV1。
live-problem-no-video = 没有收到画面。请在推流软件里添加来源，并检查视频编码器是否在工作。
live-problem-no-audio = 没有收到声音。请添加麦克风或其他音频来源。
live-problem-audio-codec = 声音不是 AAC 编码，浏览器放不了。请把音频编码器改为 AAC。
live-problem-keyframes = 关键帧间隔太长，学员要等更久，延迟也更大。在 OBS 里：设置 → 输出 → 关键帧间隔，填 1 秒。
live-event-connected = 推流软件已连上。
live-event-disconnected = 推流已断开。
live-event-taken-over = 新的连接接替了原来的连接。
live-event-restarted = 流媒体服务重启过，推流软件应会自动重连。
live-event-refused-wrong-key = 有人用错误的推流密钥尝试推流（{ $address }）。
live-event-refused-ended = 拒绝了一次推流：直播课已经结束。
live-event-refused-occupied = 拒绝了第二路推流（{ $address }）：已有人在推流。
live-event-refused-malformed = 拒绝了一次伪造信息的推流。
live-event-refused-suspended = 拒绝了一次推流：教师账号已被停用。

live-title = 直播
live-lead = 正在上的课、接下来的课，以及可以回看的课。
live-badge = 有课正在直播
live-new-button = 开一场直播
live-empty-title = 还没有直播
live-empty-words = 报名课程后，老师的直播和回放会出现在这里。
live-empty-courses = 去看看课程
live-list-now = 正在直播
live-list-planned = 即将开始
live-list-own = 我开的，还没定时间
live-list-replays = 回放
live-list-undated = 未定
live-list-month = { $month }月
live-list-begins = { $time } 开始
live-list-since = { $time } 开播
live-list-lasted = { $time }，时长 { $length }
live-course-none = 这门课还没有直播。
live-status-live = 直播中
live-status-planned = 未开始
live-status-ended = 已结束
live-status-replay = 回放
live-viewers = { $count } 人在看
live-new-title = 开一场直播
live-edit-title = 修改直播
live-form-title = 标题
live-form-title-missing = 请写一个标题。
live-form-title-long = 标题最多 { $most } 个字。
live-form-course = 所属课程
live-form-course-hint = 这门课的学员会在课程页和首页看到这场直播。
live-form-course-none = 不属于任何课程
live-form-course-unknown = 请从列表里选一门你教的课程。
live-form-start = 计划开始时间
live-form-start-hint = 时区：{ $zone }。可以先留空，定了再填。
live-form-start-unreadable = 请写成 2026-03-05T19:30 这样的日期和时间。
live-form-start-past = 这个时间已经过去了，请选一个将来的时间。
live-form-access = 谁可以观看
live-access-enrolled = 只有报名了这门课的人
live-access-everyone = 所有人，不用登录
live-form-access-missing = 请选择谁可以观看。
live-form-access-needs-course = 只给报名的人看，需要先选一门课程。
live-form-create = 开好直播间
live-form-save = 保存
live-saved = 已保存。
live-cancel-words = 取消后，收到过链接的人会看到这场直播已取消。
live-cancel-button = 取消这场直播
live-cancel-confirm = 确定取消这场直播吗？取消后不能恢复。
live-cancel-too-late = 直播已经开始，不能再取消了。
live-cancelled = 直播已取消。
live-statistics-title = 数据
live-statistics-viewers = 同时观看人数
live-statistics-messages = 每分钟消息数
live-statistics-not-begun = 还没有开始
live-statistics-people = 总观看人数
live-statistics-peak = 最高同时在线
live-statistics-average = 人均观看时长
live-statistics-written = 消息
live-statistics-too-little = 数据还不够画图。
live-statistics-table = 看数字
live-statistics-time = 时间
live-stage-planned = 直播还没开始
live-stage-start = 计划 { $time } 开始
live-stage-undated = 时间还没定
live-stage-by-itself = 开始后这里会自动出现画面，不用刷新。
live-stage-cancelled = 这场直播已取消
live-stage-ended = 直播已结束
live-stage-replay-later = 回放做好后可以在这里观看。
live-stage-break = 老师的画面断开了，马上回来
live-stage-break-note = 不用离开，恢复后会自动继续播放。
live-stage-no-picture = 老师还没有推送画面
live-stage-latency = 延迟 { $seconds } 秒
live-stage-play = 播放
live-stage-mute = 声音
live-stage-full = 全屏
live-replay-watch = 看回放
live-countdown-days = 天
live-countdown-hours = 时
live-countdown-minutes = 分
live-countdown-seconds = 秒
live-talk = 聊天与弹幕
live-talk-failed = 没有发出去。
live-talk-retry = 重试
live-talk-slow = 说得太快了，{ $seconds } 秒后自动发出。
live-talk-signed-out = 你已退出登录，请重新登录。
live-talk-removed = 你已不能观看这场直播。
live-talk-reconnecting = 连接断开，正在重新连接…
live-talk-newest = 回到最新消息
live-talk-sign-in = 登录后可以发言
live-talk-over = 直播已结束，不能再发言。
live-talk-style = 弹幕样式
live-talk-write = 发条弹幕…
live-talk-send = 发送
live-colour = 颜色
live-colour-white = 白色
live-colour-red = 红色
live-colour-yellow = 黄色
live-colour-green = 绿色
live-colour-blue = 蓝色
live-colour-purple = 紫色
live-mode = 位置
live-mode-scroll = 滚动
live-mode-top = 顶部
live-mode-bottom = 底部
live-danmaku-settings = 弹幕设置
live-danmaku-shown = 显示弹幕
live-danmaku-opacity = 不透明度
live-danmaku-size = 字号
live-danmaku-size-small = 小
live-danmaku-size-normal = 中
live-danmaku-size-large = 大
live-danmaku-speed = 速度
live-danmaku-speed-slow = 慢
live-danmaku-speed-normal = 中
live-danmaku-speed-fast = 快
live-danmaku-area = 显示区域
live-danmaku-area-quarter = 上方四分之一
live-danmaku-area-half = 上半屏
live-danmaku-area-full = 全屏
live-message-missing = 请先写点什么。
live-message-long = 一条最多 { $most } 个字。
live-message-over = 直播已结束，不能再发言。
live-message-delete = 删除这条消息
live-message-earlier = 更早的消息
live-rank-teacher = 老师
live-rank-assistant = 助教
live-studio-title = 导播台
live-started = 直播开始了。
live-ended = 直播结束了。回放做好后会出现在回放页。
live-notice-started = 《{ $title }》开始直播了
live-edit-button = 修改
live-studio-as-audience = 看看学员看到的
live-studio-planned = 现在推流只有你能看到，点开始后学员才能看到画面。
live-studio-over = 这场直播已经结束。
live-start-button = 开始直播
live-end-button = 结束直播
live-end-confirm = 确定结束直播吗？结束后不能再开始，会自动生成回放。
live-health-title = 推流状态
live-health-viewers = 正在观看
live-health-connection = 推流连接
live-health-nobody = 没有推流
live-health-nobody-advice = 在 OBS 里填好服务器和推流码，点“开始推流”。
live-health-connected = 已连接 { $since }
live-health-picture = 画面
live-health-picture-playing = 正在播放
live-health-picture-waiting = 还没有画面
live-health-picture-interrupted = 断开了
live-health-picture-interrupted-advice = 学员看到“马上回来”。检查网络后重新推流就会自动恢复。
live-health-video = 视频
live-health-audio = 声音
live-health-bitrate = 码率
live-health-keyframes = 关键帧间隔
live-health-keyframes-value = { $seconds } 秒
live-health-problem = 有问题
live-health-events = 最近发生的事
live-stream-title = 推流地址
live-stream-server = 服务器
live-stream-key = 推流码
live-stream-key-once = 只显示这一次，请现在复制。离开这一页后就看不到了。
live-stream-key-none = 推流码只给你自己用，谁有它谁就能替你直播。
live-stream-key-make = 生成推流码
live-stream-key-rotate = 换一个推流码
live-stream-key-rotate-confirm = 换新之后旧的推流码马上失效，正在推的画面会断开。确定吗？
live-stream-off = 这台服务器没有开启直播推流。
live-stream-obs = 怎么用 OBS 推流
live-stream-obs-1 = 打开 OBS 的“设置 → 直播”，服务选“自定义”，把上面的服务器和推流码粘贴进去。
live-stream-obs-2 = 在“设置 → 输出”里，编码器选 x264（H.264），关键帧间隔填 1 秒，音频用 AAC。
live-stream-obs-3 = 点“开始推流”，这一页出现画面后，再点“开始直播”。
live-copy = 复制
live-copied = 已复制
live-replay-title = 回放
live-replay-preparing = 回放正在制作
live-replay-preparing-note = 一般一分钟内就好。这一页会自己更新。
live-replay-none = 这场直播没有录像
live-replay-none-note = 直播期间没有收到画面，或录像已损坏。
live-replay-not-over = 直播还没结束
live-replay-talk = 当时的聊天
live-replay-quiet = 当时没有人发言。
live-replay-jump = 跳到这里
live-replay-to-room = 去直播间
live-replay-more = 后面的聊天
live-message-delete-confirm = 删除这条消息？所有人的页面上都会消失。
live-message-discard = 放弃
live-talk-sending = 正在发送…
live-viewers-words = { $count } 人在看
live-stage-sound-on = 打开声音




### home

home-title = 讲堂 · 课程、聊天和直播
home-hero-title = 一间安静明亮的讲堂，
home-hero-title-end = 随时开课
home-hero-lead = 课程自己安排着学，问题在聊天室里问，直播课一起听。
home-search-placeholder = 想学点什么？
home-search-button = 找课程
home-welcome = 你好，{ $name }
home-continue = 接着学
home-continue-all = 我的学习
home-continue-empty = 还没有开始学习的课程
home-continue-browse = 去看看课程
home-live = 直播
home-live-all = 全部直播
home-popular = 大家在学
home-popular-all = 全部课程
home-categories = 按分类找
home-empty = 还没有课程
home-empty-hint = 老师发布的课程会出现在这里。




### media

media-too-large = 文件超过 { $limit }，请选择小一些的文件。
media-too-many-files = 一次最多选择 { $count } 个文件。
media-empty = 这是一个空文件，请另选一个。
media-not-an-image = 无法识别这张图片，请选择 JPEG、PNG、WebP 或 GIF 文件。
media-not-a-video = 这不是 MP4 或 WebM 视频，请转换格式后重新选择。
media-not-a-pdf = 这不是 PDF 文件，请另存为 PDF 后重新选择。
media-too-many-pixels = 图片超过 5000 万像素，请缩小后重新选择。




### admin

admin-people-title = 用户管理
admin-people-search = 查找用户名、名称或邮箱
admin-search-button = 查找
admin-people-empty = 没有找到这样的用户
admin-people-person = 用户
admin-people-joined = 注册时间
admin-people-role = 平台角色
admin-people-access = 访问
admin-people-self = 这是你自己
admin-role-student = 学生
admin-role-teacher = 教师
admin-role-admin = 管理员
admin-role-of = { $name } 的角色
admin-role-save = 保存
admin-role-saved = 角色已修改，对方需要重新登录。
admin-suspended = 已停用
admin-suspend-button = 停用
admin-suspend-confirm = 停用 { $name }？对方会立刻退出登录，也无法再登录；可以随时恢复。
admin-restore-button = 恢复
admin-restore-confirm = 恢复 { $name } 的账号？
admin-suspension-saved = 已保存。
admin-components-title = 组件
admin-components-lead = 每个组件在浅色和深色里的样子。
admin-components-light = 浅色
admin-components-dark = 深色
admin-components-colours = 颜色
admin-components-type = 文字
admin-components-buttons = 按钮
admin-components-forms = 表单
admin-components-cards = 卡片
admin-components-data = 数据
admin-components-messages = 消息
admin-components-sample-heading = 山高月小，水落石出
admin-components-sample-text = 苏轼在黄州写下的句子，短而清楚。Chinese and English 排在一起，间距由浏览器自动调整。
admin-components-sample-link = 链接
admin-components-sample-primary = 主要操作
admin-components-sample-plain = 普通操作
admin-components-sample-quiet = 次要操作
admin-components-sample-danger = 危险操作
admin-components-sample-label = 名称
admin-components-sample-hint = 写在下面的提示
admin-components-sample-error = 请填写名称，它会显示在列表里。
admin-components-sample-choice = 愿意收到提醒
admin-components-sample-option = 选项
admin-components-sample-file = 封面图片
admin-components-sample-done = 已完成
admin-components-sample-warning = 请留意：还有两处没有填写。
admin-components-sample-success = 已保存。
admin-components-sample-failure = 没有保存，请再试一次。
admin-components-sample-empty = 这里还没有内容
admin-components-sample-empty-hint = 添加第一项，就会出现在这里。
admin-components-sample-person = 苏轼
admin-components-sample-count = 人数




### demo





### questions

questions-type-single-choice = 单选题
questions-type-multiple-choice = 多选题
questions-type-indeterminate-choice = 不定项选择题
questions-type-true-false = 判断题
questions-type-fill-blank = 填空题
questions-type-short-answer = 简答题
questions-type-numeric = 数值题
questions-type-matching = 连线题
questions-type-ordering = 排序题
questions-type-essay = 论述题
questions-type-file = 文件题
questions-hint-several = 可以选一项或多项。
questions-hint-order = 请给每一项选上次序，1 在最前。
questions-hint-file = 请上传文件作答。
questions-true = 对
questions-false = 错
questions-blank = 第 { $number } 空
questions-answer = 你的答案
questions-answer-number = 你的答案，一个数
questions-choose = 请选择
questions-stem-missing = 请写题干。
questions-points-wrong = 分值须在 0 到 { $max } 之间，最多两位小数。
questions-too-long = 最多 { $max } 个字符，现有 { $length } 个。
questions-rows-few = 至少需要 { $min } 项。
questions-rows-many = 最多 { $max } 项。
questions-row-empty = 第 { $row } 项是空的。
questions-share-wrong = 第 { $row } 项的得分比例不对：不能超过 100%，选择题不低于 −100%，其他题不低于 0。
questions-interval-wrong = 第 { $row } 项的误差为负，或下限大于上限。
questions-key-single = 请标出正确选项：至少有一项得满分。
questions-key-missing = 请至少标出一个正确选项。
questions-key-full = 至少要有一个得满分的答案。
questions-partial-wrong = 少选得分须在 0% 到 100% 之间。
questions-weights-sum = 各正分选项的比例之和应为 100%。
questions-policy-weights = 选项带有自己的比例时，请选择“按选项比例计分”。
questions-blanks-differ = 题干里有 { $marked } 处空（____），却填写了 { $count } 个空的答案。
