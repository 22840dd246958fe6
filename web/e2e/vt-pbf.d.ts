// The one function of vt-pbf that the tests use; its own types do not fit those of geojson-vt.
declare module 'vt-pbf' {
  const vtpbf: { fromGeojsonVt: (layers: Record<string, object>) => Uint8Array }
  export default vtpbf
}
