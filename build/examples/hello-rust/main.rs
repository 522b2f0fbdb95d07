// The hello example as a WASI program: a request comes by CGI, in environment variables, and the answer goes to standard output.
use std::env;

/// The value of `name=` in a query, decoded.
fn query_value(query: &str, name: &str) -> Option<String> {
    query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| decode(value))
}

fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let escaped = text
            .get(at + 1..at + 3)
            .filter(|_| bytes[at] == b'%')
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        decoded.push(match (escaped, bytes[at]) {
            (Some(byte), _) => byte,
            (None, b'+') => b' ',
            (None, byte) => byte,
        });
        at += if escaped.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

fn json_text(text: &str) -> String {
    let escaped: String = text
        .chars()
        .map(|character| match character {
            '"' | '\\' => format!("\\{character}"),
            control if control < ' ' => format!("\\u{:04x}", control as u32),
            other => other.to_string(),
        })
        .collect();
    format!("\"{escaped}\"")
}

fn main() {
    let query = env::var("QUERY_STRING").unwrap_or_default();
    let value = query_value(&query, "name").unwrap_or_default();
    let name = match value.trim() {
        "" => "world",
        name => name,
    };

    // Callers say what they like to get by the Accept header.
    let accept = env::var("HTTP_ACCEPT").unwrap_or_default();
    if accept.contains("application/json") {
        print!("Content-Type: application/json\n\n{{\"hello\":{}}}", json_text(name));
    } else {
        println!("Content-Type: text/plain;charset=UTF-8\n\nHello, {name}!");
    }
}
