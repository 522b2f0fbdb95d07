// The hello example as a WASI program: a request comes by CGI, in environment variables, and the answer goes to standard output.
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int hex(char digit) {
  return isdigit((unsigned char)digit) ? digit - '0' : tolower((unsigned char)digit) - 'a' + 10;
}

/** Writes the value of `name=` in a query to `value`, decoded; leaves it empty where there is none. */
static void query_value(const char *query, const char *name, char *value, size_t size) {
  size_t length = strlen(name), at = 0;
  while (query != NULL && (strncmp(query, name, length) != 0 || query[length] != '=')) {
    query = strchr(query, '&');
    if (query != NULL) query++;
  }
  for (const char *next = query == NULL ? "" : query + length + 1; *next != '\0' && *next != '&' && at + 1 < size; next++) {
    if (*next == '%' && isxdigit((unsigned char)next[1]) && isxdigit((unsigned char)next[2])) {
      value[at++] = (char)(hex(next[1]) * 16 + hex(next[2]));
      next += 2;
    } else {
      value[at++] = *next == '+' ? ' ' : *next;
    }
  }
  value[at] = '\0';
}

/** Removes white space at both ends. */
static char *trim(char *text) {
  while (isspace((unsigned char)*text)) text++;
  char *end = text + strlen(text);
  while (end > text && isspace((unsigned char)end[-1])) end--;
  *end = '\0';
  return text;
}

static void print_json_text(const char *text) {
  putchar('"');
  for (; *text != '\0'; text++) {
    if (*text == '"' || *text == '\\') putchar('\\');
    if ((unsigned char)*text < 0x20) printf("\\u%04x", *text);
    else putchar(*text);
  }
  putchar('"');
}

int main(void) {
  char value[256];
  query_value(getenv("QUERY_STRING"), "name", value, sizeof value);
  const char *name = trim(value);
  if (*name == '\0') name = "world";

  // Callers say what they like to get by the Accept header.
  const char *accept = getenv("HTTP_ACCEPT");
  if (accept != NULL && strstr(accept, "application/json") != NULL) {
    printf("Content-Type: application/json\n\n{\"hello\":");
    print_json_text(name);
    printf("}");
  } else {
    printf("Content-Type: text/plain;charset=UTF-8\n\nHello, %s!\n", name);
  }
  return 0;
}
