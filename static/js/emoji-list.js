// The emoji on offer, by groups in the order of their titles (data-text-emoji-groups in templates/chat/show.html). Behind
// each what it is found by: Chinese names, then English ones; the first of a language is what it is called.

const faces = `😀 笑脸 开心|grinning happy
😄 大笑 高兴|laughing joy
😁 露齿笑|beaming grin
😂 笑哭|tears of joy
🤣 笑倒|rolling laughing
😊 微笑 害羞|smile blush
🙂 浅笑|slight smile
😉 眨眼|wink
😍 喜欢 爱心眼|heart eyes love
🥰 喜爱|adore love
😎 酷 墨镜|cool sunglasses
🤓 学霸 眼镜|nerd glasses
🤔 思考 想|thinking hmm
🧐 观察 放大镜|monocle
🤨 怀疑|raised eyebrow doubt
😐 无语|neutral
😶 沉默|no mouth silent
🙄 白眼|eye roll
😏 得意|smirk
😅 尴尬 汗|sweat awkward
😓 冷汗|cold sweat
😴 睡觉 困|sleeping tired
🥱 哈欠|yawn
😋 好吃|yummy
😜 调皮|tongue joking
🤗 拥抱|hug
🤭 偷笑|giggle
🤫 嘘 安静|hush quiet
😳 脸红 吃惊|flushed
😮 惊讶|surprised wow
😱 惊恐|scream fear
🤯 爆炸 震惊|mind blown
😢 流泪 难过|cry sad
😭 大哭|sobbing
😞 失望|disappointed
😟 担心|worried
😤 不服 哼|huff
😡 生气|angry
🤒 生病 发烧|sick ill
🥳 庆祝 派对|party celebrate
😇 天使|angel innocent
🤖 机器人|robot`;

const hands = `👍 赞 好|thumbs up good yes
👎 踩 不好|thumbs down bad no
👌 可以 好的|ok
✌️ 胜利|victory peace
🤞 祈祷 好运|fingers crossed luck
👏 鼓掌|clap applause
🙌 万岁 太好了|hooray
🙏 谢谢 拜托|thanks please
🤝 握手 合作|handshake deal
💪 加油 强|strong muscle
✋ 举手 停|hand stop
🙋 提问 我|raise hand question
👋 你好 再见|wave hello bye
👉 看右边 指|point right
👈 看左边|point left
👆 看上面|point up
👇 看下面|point down
✍️ 写字 作业|writing homework
🫡 敬礼 收到|salute
🙇 鞠躬 抱歉|bow sorry
🤷 不知道|shrug
👀 看 关注|eyes look
❤️ 爱心 喜欢|heart love
💔 心碎|broken heart
🧡 橙心|orange heart
💛 黄心|yellow heart
💚 绿心|green heart
💙 蓝心|blue heart`;

const study = `📚 书 学习|books study
📖 看书 阅读|open book read
📝 笔记 作业|notes memo
✏️ 铅笔|pencil
📌 置顶 图钉|pin
📎 附件 回形针|paperclip
📅 日历 日期|calendar date
⏰ 闹钟 时间|alarm time
⏳ 等待 沙漏|hourglass wait
💡 想法 灯泡|idea bulb
🔍 搜索 放大镜|search magnifier
🧮 算盘 计算|abacus count
📐 三角尺 几何|geometry ruler
📊 图表|chart
📈 上升|up growth
📉 下降|down
🧪 试管 实验|test tube lab
🔬 显微镜|microscope
🔭 望远镜|telescope
🧠 大脑|brain
🎓 毕业|graduation
🏫 学校|school
💻 电脑|laptop computer
📱 手机|phone
🎤 麦克风|microphone
🎧 耳机|headphones
🎥 摄像 直播|camera live
🔔 铃 通知|bell`;

const things = `🎉 庆祝|tada celebrate
🎂 生日 蛋糕|birthday cake
🎁 礼物|gift
🏆 奖杯 冠军|trophy winner
🥇 第一 金牌|first gold medal
⭐ 星 收藏|star
✨ 闪亮|sparkles
🔥 火 热|fire hot
🚀 火箭 出发|rocket ship
🌹 玫瑰|rose
🌸 樱花|blossom
🍀 幸运 四叶草|luck clover
☀️ 太阳 晴|sun sunny
🌧️ 下雨|rain
❄️ 雪|snow
🌙 月亮 晚安|moon night
☕ 咖啡|coffee
🍵 茶|tea
🍜 面条|noodles
🍉 西瓜|watermelon
🐶 狗|dog
🐱 猫|cat
🐼 熊猫|panda
🐉 龙|dragon`;

const signs = `✅ 完成 对|done check yes
❌ 错 不|wrong cross no
❓ 问题 疑问|question
❗ 注意 感叹|exclamation
⚠️ 警告 小心|warning
💯 满分 一百|hundred perfect
🆗 可以|ok
🔴 红|red
🟢 绿|green
➕ 加|plus
➖ 减|minus
✖️ 乘|times
➗ 除|divide
♾️ 无穷|infinity
➡️ 向右|right arrow
⬅️ 向左|left arrow
🔁 重复|repeat
🔗 链接|link
💬 消息 评论|message comment
📣 通知 喇叭|announcement`;

export const groups = [faces, hands, study, things, signs].map((lines) => lines.split('\n').map((line) => {
  const at = line.indexOf(' ');
  const [chinese, english] = line.slice(at + 1).split('|');
  return { emoji: line.slice(0, at), chinese, english };
}));
