"""The checkout: takes a basket, makes an order of it."""

from __future__ import annotations

import uuid

from flask import Flask, jsonify, request
from prometheus_client import Counter

app = Flask(__name__)
orders = Counter("checkout_orders_total", "Orders by outcome", ["outcome"])


@app.post("/orders")
def place_order():
    """Make an order of the basket in the request."""
    basket = request.get_json()
    if not basket.get("lines"):
        orders.labels("refused").inc()
        return jsonify(problem="the basket is empty"), 422
    orders.labels("placed").inc()
    return jsonify(id=str(uuid.uuid4()), lines=basket["lines"]), 201


@app.get("/ready")
@app.get("/alive")
def health():
    """Say that the process answers."""
    return "", 204
