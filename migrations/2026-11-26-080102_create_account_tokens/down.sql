DROP TABLE account_tokens;
DROP TYPE account_token_purpose;
