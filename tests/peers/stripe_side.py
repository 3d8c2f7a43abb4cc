"""Stripe's side (https://docs.stripe.com/api): Checkout sessions and refunds, with webhooks that Stripe's library signs.

What it does not know it refuses, as Stripe does.
"""

import json
import threading
import time
import uuid

import stripe

from page import page

SECRET_KEY = "sk_test_of_the_peers"

# Whatever else is sent is refused with `parameter_unknown`.
SESSION_FIELDS = {
    "mode",
    "client_reference_id",
    "payment_intent_data[metadata][reference]",
    "line_items[0][quantity]",
    "line_items[0][price_data][currency]",
    "line_items[0][price_data][unit_amount]",
    "line_items[0][price_data][product_data][name]",
    "success_url",
    "cancel_url",
    "expires_at",
    "locale",
}


class Refusal(Exception):
    def __init__(self, status, code, message, kind="invalid_request_error"):
        super().__init__(message)
        self.status = status
        self.error = {"error": {"type": kind, "code": code, "message": message}}


class Stripe:
    def __init__(self, here, post):
        self.here, self.post = here, post
        self.webhook, self.secret = None, None
        self.sessions, self.charges, self.answers = {}, {}, {}
        # What Stripe keeps of a session without showing it.
        self.titles, self.metadata = {}, {}
        self.lock = threading.Lock()

    # What a test asks for.

    def do_webhook(self, url, secret):
        self.webhook, self.secret = url, secret

    def do_sign(self, payload, secret, at):
        return stripe.WebhookSignature.generate_signature_header(payload, secret, at)

    def do_settle(self, reference, succeeded):
        """The bank has decided on a payment that takes days."""
        session = next(s for s in self.sessions.values() if s["client_reference_id"] == reference)
        if succeeded:
            self.take(session)
        self.tell(f"checkout.session.async_payment_{'succeeded' if succeeded else 'failed'}", session)

    def do_dispute(self, reference):
        charge = next(c for c in self.charges.values() if c["metadata"].get("reference") == reference)
        self.tell("charge.dispute.created", {
            "id": "du_" + uuid.uuid4().hex, "object": "dispute", "amount": charge["amount"], "charge": charge["id"],
            "currency": charge["currency"], "payment_intent": charge["payment_intent"], "metadata": {},
            "status": "needs_response",
        })

    def do_converse(self):
        """A conversation of Stripe's own client with this side: what it makes of our answers."""
        base = {"api": self.here}
        client = stripe.StripeClient(SECRET_KEY, base_addresses=base, max_network_retries=0)
        asked = {
            "mode": "payment", "client_reference_id": "r", "success_url": "http://x/", "cancel_url": "http://x/",
            "line_items": [{"quantity": 1, "price_data": {
                "currency": "cny", "unit_amount": 500, "product_data": {"name": "线性代数"}}}],
        }
        once = {"idempotency_key": "converse"}
        session = client.v1.checkout.sessions.create(asked, once)
        again = client.v1.checkout.sessions.create(asked, once)
        self.take(self.sessions[session.id])
        paid = client.v1.checkout.sessions.retrieve(session.id)
        refund = client.v1.refunds.create({"payment_intent": paid.payment_intent, "amount": 200})
        told = [session.id == again.id, session.status, session.payment_status, paid.payment_status, paid.amount_total,
                refund.status, refund.amount]
        for act in (
            lambda: client.v1.refunds.create({"payment_intent": paid.payment_intent, "amount": 400}),
            lambda: client.v1.checkout.sessions.create({**asked, "client_reference_id": "other"}, once),
            lambda: client.v1.checkout.sessions.create({**asked, "nonsense": "1"}),
            lambda: stripe.StripeClient("sk_test_other", base_addresses=base).v1.checkout.sessions.retrieve(session.id),
        ):
            try:
                told.append(act().id)
            except stripe.StripeError as error:
                told.append(type(error).__name__)
        del self.sessions[session.id], self.charges[paid.payment_intent]
        return told

    def books(self):
        return [
            {"gateway": "stripe", "reference": c["metadata"].get("reference"), "taken": c["amount"],
             "given_back": c["amount_refunded"]}
            for c in self.charges.values()
        ]

    # What the program and its buyers ask for.

    def answer(self, method, path, fields, headers):
        try:
            if path.startswith("/pay/"):
                return self.pay(method, path[len("/pay/"):], fields)
            if headers.get("Authorization") != f"Bearer {SECRET_KEY}":
                raise Refusal(401, None, "Invalid API Key provided")
            with self.lock:
                return self.once(method, path, fields, headers.get("Idempotency-Key"))
        except Refusal as refusal:
            return refusal.status, "application/json", json.dumps(refusal.error)

    def once(self, method, path, fields, key):
        """The same key with the same fields is answered the same; with others it is refused."""
        if key in self.answers:
            asked, told = self.answers[key]
            if asked != (path, fields):
                raise Refusal(400, None, "Keys for idempotent requests can only be used with the same parameters",
                              "idempotency_error")
            return 200, "application/json", told, [("Idempotent-Replayed", "true")]
        told = json.dumps(self.api(method, path, fields))
        if key:
            self.answers[key] = ((path, fields), told)
        return 200, "application/json", told

    def api(self, method, path, fields):
        if (method, path) == ("POST", "/v1/checkout/sessions"):
            return self.open(fields)
        if method == "POST" and path.startswith("/v1/checkout/sessions/") and path.endswith("/expire"):
            return self.expire(self.sessions.get(path.split("/")[-2]))
        if method == "GET" and path.startswith("/v1/checkout/sessions/"):
            session = self.sessions.get(path.rsplit("/", 1)[1])
            if session:
                return session
        if (method, path) == ("POST", "/v1/refunds"):
            return self.refund(fields)
        raise Refusal(404, "resource_missing", f"No such thing: {path}")

    def open(self, fields):
        unknown = set(fields) - SESSION_FIELDS
        if unknown:
            raise Refusal(400, "parameter_unknown", f"Received unknown parameter: {min(unknown)}")
        price = "line_items[0][price_data]"
        for name in ("mode", "success_url", f"{price}[currency]", f"{price}[unit_amount]", "line_items[0][quantity]"):
            if name not in fields:
                raise Refusal(400, "parameter_missing", f"Missing required param: {name}.")
        total = int(fields[f"{price}[unit_amount]"]) * int(fields["line_items[0][quantity]"])
        currency = fields[f"{price}[currency]"]
        if fields["mode"] != "payment" or total <= 0 or currency != currency.lower():
            raise Refusal(400, "parameter_invalid", "Invalid mode, amount or currency")
        name = "cs_test_" + uuid.uuid4().hex
        self.sessions[name] = session = {
            "id": name, "object": "checkout.session", "amount_subtotal": total, "amount_total": total,
            "cancel_url": fields.get("cancel_url"), "client_reference_id": fields.get("client_reference_id"),
            "created": int(time.time()), "currency": currency, "livemode": False, "metadata": {}, "mode": "payment",
            "payment_intent": None, "payment_method_types": ["card"], "payment_status": "unpaid", "status": "open",
            "success_url": fields["success_url"], "url": f"{self.here}/pay/{name}",
        }
        self.metadata[name] = {"reference": fields.get("payment_intent_data[metadata][reference]")}
        self.titles[name] = fields.get(f"{price}[product_data][name]", "")
        return session

    def expire(self, session):
        if not session:
            raise Refusal(404, "resource_missing", "No such checkout.session")
        if session["status"] != "open":
            raise Refusal(400, None, "Only Checkout Sessions with a status of `open` can be expired.")
        session["status"] = "expired"
        self.tell("checkout.session.expired", session)
        return session

    def refund(self, fields):
        charge = self.charges.get(fields.get("payment_intent"))
        if not charge:
            raise Refusal(404, "resource_missing", "No such payment_intent")
        left = charge["amount"] - charge["amount_refunded"]
        amount = int(fields.get("amount", left))
        if left == 0:
            raise Refusal(400, "charge_already_refunded", "Charge has already been refunded.")
        if not 0 < amount <= left:
            raise Refusal(400, "amount_too_large", "Refund amount is greater than unrefunded amount on charge")
        charge["amount_refunded"] += amount
        charge["refunded"] = charge["amount_refunded"] == charge["amount"]
        self.tell("charge.refunded", charge)
        return {
            "id": "re_" + uuid.uuid4().hex, "object": "refund", "amount": amount, "charge": charge["id"],
            "currency": charge["currency"], "payment_intent": charge["payment_intent"], "status": "succeeded",
        }

    def pay(self, method, name, fields):
        session = self.sessions.get(name)
        if not session:
            raise Refusal(404, "resource_missing", "No such session")
        if method == "GET":
            sum_line = f"{session['currency'].upper()} {session['amount_total'] / 100:.2f}"
            acts = [("pay", "Pay"), ("delayed", "Pay by bank transfer"), ("expire", "Let it expire"), ("back", "Back")]
            acts = acts if session["status"] == "open" else acts[-1:]
            return 200, "text/html", page("Stripe stand-in", [self.titles[name], sum_line], f"{self.here}/pay/{name}", acts)
        act = fields["act"]
        if act == "back":
            return 303, "text/plain", "", [("Location", session["cancel_url"])]
        if session["status"] == "open":
            if act == "expire":
                self.expire(session)
            else:
                session.update(status="complete", payment_intent="pi_" + uuid.uuid4().hex)
                if act == "pay":
                    self.take(session)
                self.tell("checkout.session.completed", session)
        return 303, "text/plain", "", [("Location", session["success_url"])]

    def take(self, session):
        """The money comes in."""
        intent = session["payment_intent"] or "pi_" + uuid.uuid4().hex
        session.update(payment_status="paid", payment_intent=intent)
        self.charges[intent] = {
            "id": "ch_" + uuid.uuid4().hex, "object": "charge", "amount": session["amount_total"], "amount_refunded": 0,
            "currency": session["currency"], "payment_intent": intent, "refunded": False, "paid": True,
            "metadata": self.metadata[session["id"]],
        }

    def tell(self, kind, thing):
        if not self.webhook:
            return
        event = {
            "id": "evt_" + uuid.uuid4().hex, "object": "event", "api_version": stripe.api_version,
            "created": int(time.time()), "data": {"object": thing}, "livemode": False, "pending_webhooks": 1,
            "request": {"id": None, "idempotency_key": None}, "type": kind,
        }
        # As Stripe writes it: with spaces and lines, so that whoever writes it anew has other bytes.
        body = json.dumps(event, indent=2, ensure_ascii=False)
        signature = stripe.WebhookSignature.generate_signature_header(body, self.secret)
        headers = {"Content-Type": "application/json; charset=utf-8", "Stripe-Signature": signature}
        self.post.send(self.webhook, headers, body.encode())

