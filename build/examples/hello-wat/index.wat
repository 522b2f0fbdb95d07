;; The work of `hello` by hand. The request comes as an HTTP message, and the response goes as one.
(module
  ;; Memory: texts from 0, the response from 4096, the request from 65536 on.
  (memory (export "memory") 2)
  (data (i32.const 0) "HTTP/1.1 200\0d\0acontent-type: text/plain;charset=UTF-8\0d\0a\0d\0aHello, ") ;; 63 bytes
  (data (i32.const 128) "HTTP/1.1 200\0d\0acontent-type: application/json\0d\0a\0d\0a{\22hello\22:\22") ;; 58 bytes
  (data (i32.const 256) "world")
  (data (i32.const 272) "name=")
  (data (i32.const 288) "application/json")
  (data (i32.const 304) " HTTP/1.1")
  (data (i32.const 320) "!\0a")
  (data (i32.const 324) "\22}")
  (data (i32.const 328) "\5cu00")
  (data (i32.const 336) "0123456789abcdef")

  (global $out (mut i32) (i32.const 4096)) ;; where the response's next byte goes
  (global $json (mut i32) (i32.const 0)) ;; whether it is JSON

  ;; Room for a request: memory grows until it is large enough.
  (func (export "allocate") (param $bytes i32) (result i32)
    (local $missing i32)
    (local.set $missing
      (i32.sub (i32.add (i32.const 65536) (local.get $bytes)) (i32.shl (memory.size) (i32.const 16))))
    (if (i32.gt_s (local.get $missing) (i32.const 0))
      (then
        (if (i32.eq
            (memory.grow (i32.add (i32.shr_u (local.get $missing) (i32.const 16)) (i32.const 1)))
            (i32.const -1))
          (then unreachable))))
    (i32.const 65536))

  (func (export "handler") (param $request i32) (param $bytes i32) (result i64)
    (local $end i32)
    (local $line i32) ;; the end of the request's first line
    (local $target i32) ;; the end of its path and query
    (local $name i32)
    (local.set $end (i32.add (local.get $request) (local.get $bytes)))
    (local.set $line (call $line-end (local.get $request) (local.get $end)))
    (local.set $target (call $find (i32.const 304) (i32.const 9) (local.get $request) (local.get $line)))
    (global.set $out (i32.const 4096))
    ;; Callers say what they like to get by the Accept header.
    (global.set $json
      (i32.ne (call $find (i32.const 288) (i32.const 16) (local.get $line) (local.get $end)) (i32.const 0)))
    (if (global.get $json)
      (then (call $write (i32.const 128) (i32.const 58)))
      (else (call $write (i32.const 0) (i32.const 63))))
    (local.set $name (call $parameter (local.get $request) (local.get $target)))
    (if (i32.eqz (call $write-name (local.get $name) (local.get $target)))
      (then (call $write (i32.const 256) (i32.const 5))))
    (if (global.get $json)
      (then (call $write (i32.const 324) (i32.const 2)))
      (else (call $write (i32.const 320) (i32.const 2))))
    ;; The response's place in the upper half, its length in the lower.
    (i64.or
      (i64.const 0x1000_0000_0000)
      (i64.extend_i32_u (i32.sub (global.get $out) (i32.const 4096)))))

  ;; Where the value of the query's `name` begins; $to where there is none.
  (func $parameter (param $from i32) (param $to i32) (result i32)
    (local $found i32)
    (local $before i32)
    (loop $next
      (local.set $found (call $find (i32.const 272) (i32.const 5) (local.get $from) (local.get $to)))
      (if (i32.eqz (local.get $found)) (then (return (local.get $to))))
      (local.set $before (i32.load8_u (i32.sub (local.get $found) (i32.const 1))))
      ;; A `?` or `&` comes before it: `nickname=` is another parameter.
      (if (i32.or
          (i32.eq (local.get $before) (i32.const 0x3f))
          (i32.eq (local.get $before) (i32.const 0x26)))
        (then (return (i32.add (local.get $found) (i32.const 5)))))
      (local.set $from (i32.add (local.get $found) (i32.const 1)))
      (br $next))
    (unreachable))

  ;; Writes the value at $at, decoded and without the spaces around it; gives the number of bytes written.
  (func $write-name (param $at i32) (param $to i32) (result i32)
    (local $start i32)
    (local $byte i32)
    (local.set $start (global.get $out))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $at) (local.get $to)))
        (local.set $byte (i32.load8_u (local.get $at)))
        (br_if $done (i32.or
          (i32.eq (local.get $byte) (i32.const 0x20))
          (i32.eq (local.get $byte) (i32.const 0x26))))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (if (i32.eq (local.get $byte) (i32.const 0x2b)) (then (local.set $byte (i32.const 0x20))))
        (if (i32.and
            (i32.eq (local.get $byte) (i32.const 0x25))
            (i32.le_u (i32.add (local.get $at) (i32.const 2)) (local.get $to)))
          (then
            (local.set $byte (i32.or
              (i32.shl (call $digit (i32.load8_u (local.get $at))) (i32.const 4))
              (call $digit (i32.load8_u (i32.add (local.get $at) (i32.const 1))))))
            (local.set $at (i32.add (local.get $at) (i32.const 2)))))
        ;; No space before the first other byte.
        (br_if $next (i32.and
          (i32.eq (global.get $out) (local.get $start))
          (i32.eq (local.get $byte) (i32.const 0x20))))
        (call $write-byte (local.get $byte))
        (br $next)))
    (block $trimmed
      (loop $back
        (br_if $trimmed (i32.eq (global.get $out) (local.get $start)))
        (br_if $trimmed
          (i32.ne (i32.load8_u (i32.sub (global.get $out) (i32.const 1))) (i32.const 0x20)))
        (global.set $out (i32.sub (global.get $out) (i32.const 1)))
        (br $back)))
    (i32.sub (global.get $out) (local.get $start)))

  ;; One byte of the name. JSON has its quotes and backslashes behind a backslash, and control characters by their codes.
  (func $write-byte (param $byte i32)
    (if (global.get $json)
      (then
        (if (i32.lt_u (local.get $byte) (i32.const 0x20))
          (then
            (call $write (i32.const 328) (i32.const 4))
            (call $write (i32.add (i32.const 336) (i32.shr_u (local.get $byte) (i32.const 4))) (i32.const 1))
            (local.set $byte
              (i32.load8_u (i32.add (i32.const 336) (i32.and (local.get $byte) (i32.const 15)))))))
        (if (i32.or
            (i32.eq (local.get $byte) (i32.const 0x22))
            (i32.eq (local.get $byte) (i32.const 0x5c)))
          (then
            (i32.store8 (global.get $out) (i32.const 0x5c))
            (global.set $out (i32.add (global.get $out) (i32.const 1)))))))
    (i32.store8 (global.get $out) (local.get $byte))
    (global.set $out (i32.add (global.get $out) (i32.const 1)))
    ;; The response ends where the request begins.
    (if (i32.ge_u (global.get $out) (i32.const 65500)) (then unreachable)))

  ;; The value of a hexadecimal digit.
  (func $digit (param $code i32) (result i32)
    (if (result i32) (i32.le_u (local.get $code) (i32.const 0x39))
      (then (i32.and (local.get $code) (i32.const 15)))
      (else (i32.and (i32.add (local.get $code) (i32.const 9)) (i32.const 15)))))

  (func $write (param $from i32) (param $bytes i32)
    (memory.copy (global.get $out) (local.get $from) (local.get $bytes))
    (global.set $out (i32.add (global.get $out) (local.get $bytes))))

  ;; Where the line ends that begins at $at: at its carriage return.
  (func $line-end (param $at i32) (param $to i32) (result i32)
    (loop $next
      (if (i32.ge_u (local.get $at) (local.get $to)) (then (return (local.get $to))))
      (if (i32.eq (i32.load8_u (local.get $at)) (i32.const 0x0d)) (then (return (local.get $at))))
      (local.set $at (i32.add (local.get $at) (i32.const 1)))
      (br $next))
    (unreachable))

  ;; Where the text at $text of $bytes bytes first is between $from and $to; 0 where it is not.
  (func $find (param $text i32) (param $bytes i32) (param $from i32) (param $to i32) (result i32)
    (local $index i32)
    (block $nowhere
      (loop $place
        (br_if $nowhere (i32.gt_u (i32.add (local.get $from) (local.get $bytes)) (local.get $to)))
        (local.set $index (i32.const 0))
        (block $other
          (loop $byte
            (if (i32.eq (local.get $index) (local.get $bytes)) (then (return (local.get $from))))
            (br_if $other
              (i32.ne
                (i32.load8_u (i32.add (local.get $from) (local.get $index)))
                (i32.load8_u (i32.add (local.get $text) (local.get $index)))))
            (local.set $index (i32.add (local.get $index) (i32.const 1)))
            (br $byte)))
        (local.set $from (i32.add (local.get $from) (i32.const 1)))
        (br $place)))
    (i32.const 0)))
