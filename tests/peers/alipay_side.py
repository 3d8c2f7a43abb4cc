"""Alipay's side (https://opendocs.alipay.com/open/270): page pay, query and refund behind `gateway.do`.

What comes in counts if Alipay's library says that its signature holds; what goes out is signed by it.
"""

import json
import os
import re
import sys
import threading
import time
import types
import uuid
from datetime import datetime
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from alipay.aop.api.util.SignatureUtils import get_sign_content, sign_with_rsa, sign_with_rsa2, verify_with_rsa

from page import page

APP_ID = "2021000000000001"
SELLER_ID = "2088000000000001"
KEYS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "keys")


def key(name):
    """The base 64 of a key, as the library takes it."""
    with open(os.path.join(KEYS, name), encoding="ascii") as file:
        return "\n".join(line.strip() for line in file if not line.startswith("-----"))


class Refusal(Exception):
    def __init__(self, sub_code):
        super().__init__(sub_code)
        self.sub_code = sub_code


class Alipay:
    def __init__(self, here, post):
        self.here, self.post = here, post
        self.ours, self.shop = key("alipay_private.pem"), key("shop_public.pem")
        self.trades = {}
        self.lock = threading.Lock()

    # What a test asks for.

    def do_sign(self, fields, sign_type="RSA2"):
        """The form of a notice."""
        content = get_sign_content(fields)
        sign = {"RSA": sign_with_rsa}.get(sign_type, sign_with_rsa2)(self.ours, content, "utf-8")
        return urlencode({**fields, "sign": sign, "sign_type": sign_type})

    def do_converse(self):
        """A conversation of Alipay's own client with this side: what it makes of our answers."""
        # Encrypted contents are a module of their own, which nobody here needs.
        cipher = types.ModuleType("Crypto.Cipher")
        cipher.AES = types.SimpleNamespace(block_size=16)
        sys.modules.setdefault("Crypto", types.ModuleType("Crypto"))
        sys.modules.setdefault("Crypto.Cipher", cipher)
        from alipay.aop.api import DefaultAlipayClient as module
        from alipay.aop.api.AlipayClientConfig import AlipayClientConfig
        from alipay.aop.api.request.AlipayTradeQueryRequest import AlipayTradeQueryRequest
        from alipay.aop.api.request.AlipayTradeRefundRequest import AlipayTradeRefundRequest

        config = AlipayClientConfig()
        config.server_url, config.app_id, config.sign_type = f"{self.here}/gateway.do", APP_ID, "RSA2"
        # Only a client that has the shop's key is heard; the pair of Alipay stands in for it here.
        config.app_private_key, config.alipay_public_key = key("alipay_private.pem"), key("alipay_public.pem")
        # Its own way over the net fails where an address has a port.
        module.do_post = lambda url, query, headers, params, *_: urlopen(
            Request(f"{url}?{query}", urlencode(params).encode(), headers)).read()
        client = module.DefaultAlipayClient(config)
        kept, self.shop = self.shop, key("alipay_public.pem")
        try:
            return self.converse(client, AlipayTradeQueryRequest, AlipayTradeRefundRequest)
        finally:
            self.shop = kept

    def converse(self, client, query, refund):
        def ask(request, **content):
            asked = request()
            asked.biz_content = content
            told = json.loads(client.execute(asked))
            return told.get("trade_status") or told.get("fund_change") or told.get("sub_code")

        self.trades["t"] = {**self.trade("t", "5.00", "线性代数", None, None), "status": "TRADE_SUCCESS"}
        told = [
            ask(query, out_trade_no="t"),
            ask(query, out_trade_no="nobody"),
            ask(refund, out_trade_no="t", refund_amount="2.00", out_request_no="a"),
            ask(refund, out_trade_no="t", refund_amount="2.00", out_request_no="a"),
            ask(refund, out_trade_no="t", refund_amount="4.00", out_request_no="b"),
            ask(refund, out_trade_no="t", refund_amount="3.00", out_request_no="c"),
            ask(query, out_trade_no="t"),
        ]
        del self.trades["t"]
        return told

    def books(self):
        return [
            {"gateway": "alipay", "reference": t["out_trade_no"], "taken": cents(t["total_amount"]),
             "given_back": sum(t["refunds"].values())}
            for t in self.trades.values() if t["is_paid"]
        ]

    # What the program and its buyers ask for.

    def answer(self, method, path, fields, _headers):
        if path.startswith("/pay/"):
            return self.pay(self.trades[path[len("/pay/"):]], fields["act"])
        try:
            self.check(fields)
        except Refusal as refusal:
            return 200, "text/html", page("Alipay stand-in", [f"错误：{refusal.sub_code}"], "#", [])
        if fields["method"] == "alipay.trade.page.pay":
            return self.open(fields)
        with self.lock:
            return self.call(fields)

    def check(self, fields):
        signed = {name: value for name, value in fields.items() if name != "sign"}
        try:
            holds = verify_with_rsa(self.shop, get_sign_content(signed).encode(), fields["sign"])
        except Exception as error:
            raise Refusal("isv.invalid-signature") from error
        fixed = {"app_id": APP_ID, "sign_type": "RSA2", "charset": "utf-8", "version": "1.0"}
        if not holds or any(fields.get(name) != value for name, value in fixed.items()):
            raise Refusal("isv.invalid-signature")
        sent = datetime.strptime(fields["timestamp"], "%Y-%m-%d %H:%M:%S")
        # Alipay's clocks are those of Shanghai; its own client takes the clock of its machine.
        offsets = (abs(sent.timestamp() - time.time() - hours * 3600) for hours in range(-12, 15))
        if min(offsets) > 600:
            raise Refusal("isv.invalid-timestamp")

    def trade(self, number, total, subject, notify_url, return_url):
        return {
            "out_trade_no": number, "trade_no": "2026" + uuid.uuid4().hex[:24], "total_amount": total, "refunds": {},
            "subject": subject, "status": "WAIT_BUYER_PAY", "is_paid": False, "notify_url": notify_url,
            "return_url": return_url,
        }

    def open(self, fields):
        content = json.loads(fields["biz_content"])
        number, total = content["out_trade_no"], content["total_amount"]
        is_order = content["product_code"] == "FAST_INSTANT_TRADE_PAY" and re.fullmatch(r"\d{1,9}\.\d\d", total)
        if not is_order or not content["subject"] or not re.fullmatch(r"[0-9a-zA-Z_]{1,64}", number):
            return 200, "text/html", page("Alipay stand-in", ["错误：isv.invalid-parameter"], "#", [])
        made = self.trade(number, total, content["subject"], fields["notify_url"], fields["return_url"])
        trade = self.trades.setdefault(number, made)
        acts = [("pay", "付款"), ("close", "关闭交易"), ("back", "返回商家")]
        acts = acts if trade["status"] == "WAIT_BUYER_PAY" else acts[-1:]
        lines = [trade["subject"], f"¥{total}"]
        return 200, "text/html", page("Alipay stand-in", lines, f"{self.here}/pay/{number}", acts)

    def pay(self, trade, act):
        if trade["status"] == "WAIT_BUYER_PAY" and act == "pay":
            trade.update(status="TRADE_SUCCESS", is_paid=True)
            self.tell(trade)
        elif trade["status"] == "WAIT_BUYER_PAY" and act == "close":
            self.close(trade, None)
        back = {"out_trade_no": trade["out_trade_no"], "total_amount": trade["total_amount"], "app_id": APP_ID,
                "method": "alipay.trade.page.pay.return", "charset": "utf-8"}
        return 303, "text/plain", "", [("Location", f"{trade['return_url']}?{self.do_sign(back)}")]

    def tell(self, trade, **more):
        now = time.strftime("%Y-%m-%d %H:%M:%S")
        fields = {
            "app_id": APP_ID, "auth_app_id": APP_ID, "buyer_id": "2088102122524333", "charset": "utf-8",
            "gmt_create": now, "notify_id": uuid.uuid4().hex, "notify_time": now, "notify_type": "trade_status_sync",
            "out_trade_no": trade["out_trade_no"], "seller_id": SELLER_ID, "subject": trade["subject"],
            "total_amount": trade["total_amount"], "trade_no": trade["trade_no"], "trade_status": trade["status"],
            "version": "1.0", **more,
        }
        headers = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
        if trade["notify_url"]:
            self.post.send(trade["notify_url"], headers, self.do_sign(fields).encode())

    def call(self, fields):
        content = json.loads(fields["biz_content"])
        trade = self.trades.get(content["out_trade_no"])
        try:
            if not trade:
                raise Refusal("ACQ.TRADE_NOT_EXIST")
            acts = {"query": self.query, "refund": self.refund, "close": self.close}
            act = acts[fields["method"].removeprefix("alipay.trade.")]
            told = {"code": "10000", "msg": "Success", "out_trade_no": trade["out_trade_no"],
                    "trade_no": trade["trade_no"], **act(trade, content)}
        except Refusal as refusal:
            told = {"code": "40004", "msg": "Business Failed", "sub_code": refusal.sub_code}
        text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
        name = fields["method"].replace(".", "_") + "_response"
        sign = sign_with_rsa2(self.ours, text, "utf-8")
        return 200, "text/html", f'{{"{name}":{text},"sign":"{sign}"}}'

    def query(self, trade, _):
        return {"trade_status": trade["status"], "total_amount": trade["total_amount"]}

    def close(self, trade, _):
        if trade["status"] != "WAIT_BUYER_PAY":
            raise Refusal("ACQ.TRADE_STATUS_ERROR")
        trade["status"] = "TRADE_CLOSED"
        self.tell(trade)
        return {}

    def refund(self, trade, content):
        """The same `out_request_no` again gives nothing back a second time."""
        number, amount = content["out_request_no"], cents(content["refund_amount"])
        if number in trade["refunds"]:
            return {"fund_change": "N", "refund_fee": content["refund_amount"]}
        left = cents(trade["total_amount"]) - sum(trade["refunds"].values())
        if trade["status"] != "TRADE_SUCCESS" or not 0 < amount <= left:
            raise Refusal("ACQ.REFUND_AMT_NOT_EQUAL_TOTAL")
        trade["refunds"][number] = amount
        if amount == left:
            trade["status"] = "TRADE_CLOSED"
        self.tell(trade, gmt_refund=time.strftime("%Y-%m-%d %H:%M:%S"), refund_fee=content["refund_amount"])
        return {"fund_change": "Y", "refund_fee": content["refund_amount"]}


def cents(amount):
    whole, _, part = amount.partition(".")
    return int(whole) * 100 + int((part + "00")[:2])
