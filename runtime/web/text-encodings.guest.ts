/**
 * The Encoding Standard's encodings and their labels, one encoding to a line: name, then what else it is called.
 * https://encoding.spec.whatwg.org/#names-and-labels
 */
const ENCODINGS = `
utf-8 unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf8 x-unicode20utf8
ibm866 866 cp866 csibm866
iso-8859-2 csisolatin2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2
iso-8859-3 csisolatin3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 latin3
iso-8859-4 csisolatin4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 latin4
iso-8859-5 csisolatincyrillic cyrillic iso-ir-144 iso8859-5 iso88595 iso_8859-5 iso_8859-5:1988
iso-8859-6 arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6-e iso-8859-6-i iso-ir-127 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987
iso-8859-7 csisolatingreek ecma-118 elot_928 greek greek8 iso-ir-126 iso8859-7 iso88597 iso_8859-7 iso_8859-7:1987 sun_eu_greek
iso-8859-8 csiso88598e csisolatinhebrew hebrew iso-8859-8-e iso-ir-138 iso8859-8 iso88598 iso_8859-8 iso_8859-8:1988 visual
iso-8859-8-i csiso88598i logical
iso-8859-10 csisolatin6 iso-ir-157 iso8859-10 iso885910 l6 latin6
iso-8859-13 iso8859-13 iso885913
iso-8859-14 iso8859-14 iso885914
iso-8859-15 csisolatin9 iso8859-15 iso885915 iso_8859-15 l9
iso-8859-16
koi8-r cskoi8r koi koi8 koi8_r
koi8-u koi8-ru
macintosh csmacintosh mac x-mac-roman
windows-874 dos-874 iso-8859-11 iso8859-11 iso885911 tis-620
windows-1250 cp1250 x-cp1250
windows-1251 cp1251 x-cp1251
windows-1252 ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 iso88591 iso_8859-1 iso_8859-1:1987 l1 latin1 us-ascii x-cp1252
windows-1253 cp1253 x-cp1253
windows-1254 cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989 l5 latin5 x-cp1254
windows-1255 cp1255 x-cp1255
windows-1256 cp1256 x-cp1256
windows-1257 cp1257 x-cp1257
windows-1258 cp1258 x-cp1258
x-mac-cyrillic x-mac-ukrainian
gbk chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 iso-ir-58 x-gbk
gb18030
big5 big5-hkscs cn-big5 csbig5 x-x-big5
euc-jp cseucpkdfmtjapanese x-euc-jp
iso-2022-jp csiso2022jp
shift_jis csshiftjis ms932 ms_kanji shift-jis sjis windows-31j x-sjis
euc-kr cseuckr csksc56011987 iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 windows-949
utf-16be unicodefffe
utf-16le csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16
x-user-defined
`;

/** The name of the encoding that a label stands for, in lower case; null where there is none that can be decoded. */
export function encodingOf(label: string): string | null {
  const wanted = fold(label);
  if (wanted === "") return null;
  let start = 0;
  for (let at = 0, lineStart = 1; at < ENCODINGS.length; at++) {
    const unit = ENCODINGS[at];
    if (unit !== " " && unit !== "\n") continue;
    if (at - start === wanted.length && matches(start, wanted)) return nameAt(lineStart);
    start = at + 1;
    if (unit === "\n") lineStart = start;
  }
  return null;
}

/** Lower case, without ASCII white space around it. */
function fold(label: string): string {
  let from = 0;
  let to = label.length;
  while (from < to && isSpace(label[from] as string)) from++;
  while (to > from && isSpace(label[to - 1] as string)) to--;
  let folded = "";
  for (let i = from; i < to; i++) {
    const unit = label[i] as string;
    // A label holds neither; they would run over two of the table's.
    if (unit === " " || unit === "\n") return "";
    folded += unit;
  }
  return lower(folded);
}

function isSpace(unit: string): boolean {
  return unit === " " || unit === "\t" || unit === "\n" || unit === "\f" || unit === "\r";
}

const UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const LOWER = "abcdefghijklmnopqrstuvwxyz";

function lower(text: string): string {
  let result = "";
  for (let i = 0; i < text.length; i++) {
    const unit = text[i] as string;
    let at = unit >= "A" && unit <= "Z" ? 0 : -1;
    while (at >= 0 && UPPER[at] !== unit) at++;
    result += at < 0 ? unit : (LOWER[at] as string);
  }
  return result;
}

function matches(start: number, wanted: string): boolean {
  for (let i = 0; i < wanted.length; i++) if (ENCODINGS[start + i] !== wanted[i]) return false;
  return true;
}

function nameAt(start: number): string {
  let name = "";
  for (let at = start; ENCODINGS[at] !== " " && ENCODINGS[at] !== "\n"; at++) name += ENCODINGS[at] as string;
  return name;
}

const MULTI_BYTE = " gbk gb18030 big5 euc-jp iso-2022-jp shift_jis euc-kr utf-16be utf-16le ";

/**
 * How many of the bytes make whole characters, counted from a character's first byte: what comes after has to wait for the next
 * chunk. For encodings other than UTF-8.
 */
export function wholeLength(encoding: string, bytes: Uint8Array, length: number): number {
  if (encoding === "utf-16le" || encoding === "utf-16be") return wholeUtf16(encoding === "utf-16be", bytes, length);
  // Its meaning depends on all that came before: it can only be decoded in one piece.
  if (encoding === "iso-2022-jp") return 0;
  if (!isMultiByte(encoding)) return length;
  let at = 0;
  while (at < length) {
    const size = characterSize(encoding, bytes, at, length);
    if (at + size > length) return at;
    at += size;
  }
  return at;
}

function isMultiByte(encoding: string): boolean {
  for (let at = 0; at + encoding.length < MULTI_BYTE.length; at++) {
    let i = 0;
    while (i < encoding.length && MULTI_BYTE[at + i] === encoding[i]) i++;
    if (i === encoding.length && MULTI_BYTE[at + i] === " ") return true;
  }
  return false;
}

function wholeUtf16(bigEndian: boolean, bytes: Uint8Array, length: number): number {
  const even = length - (length % 2);
  if (even === 0) return 0;
  const high = bytes[bigEndian ? even - 2 : even - 1] as number;
  return high >= 0xd8 && high <= 0xdb ? even - 2 : even;
}

function characterSize(encoding: string, bytes: Uint8Array, at: number, length: number): number {
  const lead = bytes[at] as number;
  if (lead < 0x80 || lead === 0x80 || lead === 0xff) return 1;
  if (encoding === "shift_jis" && (lead === 0xa0 || (lead >= 0xa1 && lead <= 0xdf) || lead > 0xfc)) return 1;
  if (encoding === "euc-jp" && lead !== 0x8e && lead !== 0x8f && lead < 0xa1) return 1;
  if (at + 1 >= length) return 2;
  const second = bytes[at + 1] as number;
  if ((encoding === "gb18030" || encoding === "gbk") && second >= 0x30 && second <= 0x39) return 4;
  if (encoding === "euc-jp" && lead === 0x8f && second >= 0xa1) return 3;
  // A byte below 0x40 can't follow a lead byte: the decoder reports the lead and takes the byte for itself.
  return second < 0x40 ? 1 : 2;
}
