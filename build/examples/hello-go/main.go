// The hello example as a WASI program: a request comes by CGI, in environment variables, and the answer goes to standard output.
package main

import (
	"fmt"
	"net/url"
	"os"
	"strconv"
	"strings"
)

// queryValue gives the value of `name=` in a query, decoded; empty where there is none.
func queryValue(query, name string) string {
	for _, pair := range strings.Split(query, "&") {
		key, value, found := strings.Cut(pair, "=")
		if !found || key != name {
			continue
		}
		if decoded, err := url.QueryUnescape(value); err == nil {
			return decoded
		}
		return value
	}
	return ""
}

func jsonText(text string) string {
	var quoted strings.Builder
	quoted.WriteByte('"')
	for _, character := range text {
		switch {
		case character == '"' || character == '\\':
			quoted.WriteByte('\\')
			quoted.WriteRune(character)
		case character < ' ':
			quoted.WriteString(`\u00` + strconv.FormatInt(0x100+int64(character), 16)[1:])
		default:
			quoted.WriteRune(character)
		}
	}
	quoted.WriteByte('"')
	return quoted.String()
}

func main() {
	name := strings.TrimSpace(queryValue(os.Getenv("QUERY_STRING"), "name"))
	if name == "" {
		name = "world"
	}

	// Callers say what they like to get by the Accept header.
	if strings.Contains(os.Getenv("HTTP_ACCEPT"), "application/json") {
		fmt.Printf("Content-Type: application/json\n\n{\"hello\":%s}", jsonText(name))
	} else {
		fmt.Printf("Content-Type: text/plain;charset=UTF-8\n\nHello, %s!\n", name)
	}
}
