// better-sqlite3 keeps references to strings, which Node-API 10 allows and 9 does not. Given to the compiler before everything
// else, this lets it do so under 9: a reference to anything but an object is one to an array that holds it, and the lowest bit
// of the reference, which its alignment leaves free, says so.
//
// Node-API 9's experimental features would allow it too, but there objects are finalized within garbage collection, where
// what better-sqlite3 does in its destructors ends the process.
#pragma once

#include <cstdint>
#include <node_api.h>

namespace string_references {

constexpr uintptr_t HELD = 1;

inline bool isHeld(napi_ref reference) { return (reinterpret_cast<uintptr_t>(reference) & HELD) != 0; }

inline napi_ref marked(napi_ref reference) {
  return reinterpret_cast<napi_ref>(reinterpret_cast<uintptr_t>(reference) | HELD);
}

inline napi_ref plain(napi_ref reference) {
  return reinterpret_cast<napi_ref>(reinterpret_cast<uintptr_t>(reference) & ~HELD);
}

inline napi_status create(napi_env env, napi_value value, uint32_t count, napi_ref* result) {
  napi_valuetype type;
  napi_status status = napi_typeof(env, value, &type);
  if (status != napi_ok) return status;
  if (type == napi_object || type == napi_function || type == napi_external || type == napi_symbol) {
    return napi_create_reference(env, value, count, result);
  }
  napi_value holder;
  if ((status = napi_create_array_with_length(env, 1, &holder)) != napi_ok) return status;
  if ((status = napi_set_element(env, holder, 0, value)) != napi_ok) return status;
  if ((status = napi_create_reference(env, holder, count, result)) != napi_ok) return status;
  *result = marked(*result);
  return napi_ok;
}

inline napi_status value(napi_env env, napi_ref reference, napi_value* result) {
  napi_status status = napi_get_reference_value(env, plain(reference), result);
  if (status != napi_ok || !isHeld(reference) || *result == nullptr) return status;
  return napi_get_element(env, *result, 0, result);
}

inline napi_status destroy(napi_env env, napi_ref reference) { return napi_delete_reference(env, plain(reference)); }

inline napi_status ref(napi_env env, napi_ref reference, uint32_t* count) {
  return napi_reference_ref(env, plain(reference), count);
}

inline napi_status unref(napi_env env, napi_ref reference, uint32_t* count) {
  return napi_reference_unref(env, plain(reference), count);
}

}  // namespace string_references

#define napi_create_reference string_references::create
#define napi_get_reference_value string_references::value
#define napi_delete_reference string_references::destroy
#define napi_reference_ref string_references::ref
#define napi_reference_unref string_references::unref
