/**
 * The numbers of DWARF that are read, by the names of its specification. https://dwarfstd.org/doc/DWARF5.pdf, section 7
 */

export const TAG = {
  classType: 0x02,
  enumerationType: 0x04,
  compileUnit: 0x11,
  structureType: 0x13,
  unionType: 0x17,
  inlinedSubroutine: 0x1d,
  subprogram: 0x2e,
  namespace: 0x39,
} as const;

export const ATTRIBUTE = {
  name: 0x03,
  lineTable: 0x10,
  lowPc: 0x11,
  highPc: 0x12,
  compilationFolder: 0x1b,
  abstractOrigin: 0x31,
  specification: 0x47,
  ranges: 0x55,
  callColumn: 0x57,
  callFile: 0x58,
  callLine: 0x59,
  linkageName: 0x6e,
  textOffsetsBase: 0x72,
  addressesBase: 0x73,
  rangeListsBase: 0x74,
} as const;

export const FORM = {
  address: 0x01,
  block2: 0x03,
  block4: 0x04,
  data2: 0x05,
  data4: 0x06,
  data8: 0x07,
  text: 0x08,
  block: 0x09,
  block1: 0x0a,
  data1: 0x0b,
  flag: 0x0c,
  signed: 0x0d,
  textPointer: 0x0e,
  unsigned: 0x0f,
  referenceAnywhere: 0x10,
  reference1: 0x11,
  reference2: 0x12,
  reference4: 0x13,
  reference8: 0x14,
  referenceUnsigned: 0x15,
  indirect: 0x16,
  sectionOffset: 0x17,
  expression: 0x18,
  present: 0x19,
  textIndex: 0x1a,
  addressIndex: 0x1b,
  supplementaryReference4: 0x1c,
  supplementaryText: 0x1d,
  data16: 0x1e,
  lineTextPointer: 0x1f,
  signature: 0x20,
  implicitConstant: 0x21,
  locationListIndex: 0x22,
  rangeListIndex: 0x23,
  supplementaryReference8: 0x24,
  textIndex1: 0x25,
  textIndex2: 0x26,
  textIndex3: 0x27,
  textIndex4: 0x28,
  addressIndex1: 0x29,
  addressIndex2: 0x2a,
  addressIndex3: 0x2b,
  addressIndex4: 0x2c,
} as const;

export const RANGE_ENTRY = {
  end: 0,
  baseIndex: 1,
  startIndexEndIndex: 2,
  startIndexLength: 3,
  offsetPair: 4,
  base: 5,
  startEnd: 6,
  startLength: 7,
} as const;

export const LINE_OPCODE = {
  extended: 0,
  copy: 1,
  advanceAddress: 2,
  advanceLine: 3,
  setFile: 4,
  setColumn: 5,
  negateStatement: 6,
  setBasicBlock: 7,
  constantAddAddress: 8,
  fixedAdvanceAddress: 9,
} as const;

export const EXTENDED_OPCODE = { endSequence: 1, setAddress: 2 } as const;

/** What a field of an entry in the lists of folders and files holds, in version 5. */
export const LINE_CONTENT = { path: 1, folderIndex: 2 } as const;
