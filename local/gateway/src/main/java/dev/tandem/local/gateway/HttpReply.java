package dev.tandem.local.gateway;

import java.nio.charset.StandardCharsets;

/** An answer: status, headers without framing (the listener adds length, date and connection), body. */
public record HttpReply(int status, Headers headers, byte[] body) {

    public static HttpReply of(int status, String contentType, byte[] body) {
        return new HttpReply(status, new Headers().add("Content-Type", contentType), body);
    }

    public static HttpReply json(int status, String json) {
        return of(status, "application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    public static HttpReply html(int status, String html) {
        return of(status, "text/html; charset=utf-8", html.getBytes(StandardCharsets.UTF_8));
    }

    public static HttpReply empty(int status) {
        return new HttpReply(status, new Headers(), new byte[0]);
    }
}
