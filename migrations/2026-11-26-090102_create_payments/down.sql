DROP TABLE sandbox_charges;
DROP TABLE payment_events;
DROP TABLE payments;
DROP TYPE payment_status;
DROP TYPE payment_gateway;
