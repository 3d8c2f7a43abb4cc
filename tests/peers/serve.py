"""Stripe and Alipay as a program of a test: prints its port, serves until its standard input ends."""

import json
import os
import sys
import threading
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from alipay_side import Alipay
from stripe_side import Stripe


class Post:
    """Notices on their way to the program.

    The manner says how they travel: `now`, `twice`, `held` until they are delivered, or `never`.
    """

    def __init__(self):
        self.manner = "now"
        self.held = []

    def send(self, url, headers, body):
        notice = (url, headers, body)
        if self.manner == "held":
            self.held.append(notice)
        elif self.manner != "never":
            for _ in range(2 if self.manner == "twice" else 1):
                # As from a gateway: it does not wait for the answer before its page goes on.
                threading.Thread(target=self.carry, args=notice).start()

    def deliver(self, times=1, to=None):
        """Sends what was held, all at once; the status of each answer, 0 for none. What was not taken stays held.

        With `to` it goes to that origin, where the program is now.
        """
        notices = [(to + urlsplit(url).path if to else url, headers, body) for url, headers, body in self.held]
        answers = [0] * (len(notices) * times)

        def carry(place, notice):
            answers[place] = self.carry(*notice)

        threads = []
        for place, notice in enumerate(notices * times):
            thread = threading.Thread(target=carry, args=(place, notice))
            threads.append(thread)
            thread.start()
        for thread in threads:
            thread.join()
        if answers and all(200 <= status < 300 for status in answers):
            self.held.clear()
        return answers

    @staticmethod
    def carry(url, headers, body):
        request = urllib.request.Request(url, data=body, headers=headers, method="POST")
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status
        except urllib.error.HTTPError as refusal:
            return refusal.code
        except OSError:
            return 0


class Peers:
    def __init__(self, port):
        self.post = Post()
        here = f"http://127.0.0.1:{port}"
        self.stripe = Stripe(f"{here}/stripe", self.post)
        self.alipay = Alipay(f"{here}/alipay", self.post)

    def command(self, asked):
        """What a test asks for; the answer is JSON."""
        do = asked.pop("do")
        if do == "travel":
            self.post.manner = asked["manner"]
            return None
        if do == "deliver":
            return self.post.deliver(**asked)
        if do == "books":
            return self.stripe.books() + self.alipay.books()
        side, act = do.split(".")
        return getattr({"stripe": self.stripe, "alipay": self.alipay}[side], f"do_{act}")(**asked)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    peers = None

    def do_GET(self):
        self.serve(b"")

    def do_POST(self):
        self.serve(self.rfile.read(int(self.headers.get("Content-Length") or 0)))

    def serve(self, body):
        address = urlsplit(self.path)
        if address.path == "/peers":
            answer = self.peers.command(json.loads(body))
            self.reply(200, "application/json", json.dumps(answer))
            return
        pairs = parse_qsl(address.query, keep_blank_values=True) + parse_qsl(body.decode(), keep_blank_values=True)
        for prefix, side in (("/stripe", self.peers.stripe), ("/alipay", self.peers.alipay)):
            if address.path.startswith(prefix + "/"):
                self.reply(*side.answer(self.command, address.path[len(prefix):], dict(pairs), self.headers))
                return
        self.reply(404, "text/plain", "nothing here")

    def reply(self, status, kind, text, headers=()):
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def main():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    Handler.peers = Peers(server.server_port)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_port, flush=True)
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    main()
