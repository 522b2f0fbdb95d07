// The hello example as a WASI program: a request comes by CGI, in environment variables, and the answer goes to standard output.
#include <cctype>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>

static std::string decode(std::string_view text) {
  std::string decoded;
  for (size_t at = 0; at < text.size(); at++) {
    const bool is_escape = text[at] == '%' && at + 2 < text.size() && isxdigit((unsigned char)text[at + 1]) &&
                           isxdigit((unsigned char)text[at + 2]);
    if (is_escape) {
      decoded += (char)std::strtol(std::string(text.substr(at + 1, 2)).c_str(), nullptr, 16);
      at += 2;
    } else {
      decoded += text[at] == '+' ? ' ' : text[at];
    }
  }
  return decoded;
}

/// The value of `name=` in a query, decoded; empty where there is none.
static std::string query_value(std::string_view query, std::string_view name) {
  while (!query.empty()) {
    const size_t end = query.find('&');
    const std::string_view pair = query.substr(0, end);
    if (pair.size() > name.size() && pair.substr(0, name.size()) == name && pair[name.size()] == '=')
      return decode(pair.substr(name.size() + 1));
    query = end == std::string_view::npos ? std::string_view() : query.substr(end + 1);
  }
  return "";
}

static std::string trimmed(const std::string &text) {
  const char *space = " \t\r\n\v\f";
  const size_t begin = text.find_first_not_of(space);
  return begin == std::string::npos ? "" : text.substr(begin, text.find_last_not_of(space) - begin + 1);
}

static std::string json_text(const std::string &text) {
  std::string quoted = "\"";
  for (const char character : text) {
    char escaped[8] = {character, '\0'};
    if (character == '"' || character == '\\') std::snprintf(escaped, sizeof escaped, "\\%c", character);
    else if ((unsigned char)character < 0x20) std::snprintf(escaped, sizeof escaped, "\\u%04x", character);
    quoted += escaped;
  }
  return quoted + "\"";
}

static std::string environment(const char *name) {
  const char *value = std::getenv(name);
  return value == nullptr ? "" : value;
}

int main() {
  std::string name = trimmed(query_value(environment("QUERY_STRING"), "name"));
  if (name.empty()) name = "world";

  // Callers say what they like to get by the Accept header.
  if (environment("HTTP_ACCEPT").find("application/json") != std::string::npos) {
    std::cout << "Content-Type: application/json\n\n{\"hello\":" << json_text(name) << "}";
  } else {
    std::cout << "Content-Type: text/plain;charset=UTF-8\n\nHello, " << name << "!\n";
  }
}
