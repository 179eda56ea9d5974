// Reads an embedding table and a model's weights as another language would: without Spark, Java or this project.
// Usage: node read-embeddings.mjs EMBEDDINGS_FOLDER WEIGHTS_FILE
// Prints one JSON object, or ends with code 1 where a file is not what its own metadata say.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects, parquetSchema } from 'hyparquet'

const [embeddings, weights] = process.argv.slice(2)
const plain = (_, value) => (typeof value === 'bigint' ? value.toString() : value) // JSON has no 64-bit integers
console.log(JSON.stringify({ ...(await readTable(embeddings)), weights: readSafetensors(weights) }, plain))

/** Every row of a folder of Parquet files. */
async function readTable(folder) {
  const rows = []
  const schemas = new Set()
  let promised = 0
  for (const part of readdirSync(folder).filter((name) => name.endsWith('.parquet')).sort()) {
    const file = await asyncBufferFromFile(join(folder, part))
    const metadata = await parquetMetadataAsync(file)
    schemas.add(JSON.stringify(parquetSchema(metadata).children.map(column)))
    promised += Number(metadata.num_rows)
    rows.push(...(await parquetReadObjects({ file, metadata })))
  }
  require(schemas.size === 1, `${schemas.size} schemas in ${folder}`)
  require(rows.length === promised, `${rows.length} rows of ${promised} in ${folder}`)
  return { columns: JSON.parse([...schemas][0]), rows }
}

/** Name and type of a column; that of its elements for a list. */
function column({ element, children }) {
  let leaf = { element, children }
  while (leaf.children.length > 0) {
    leaf = leaf.children[0]
  }
  const type = leaf.element.converted_type ?? leaf.element.type
  return { name: element.name, type: children.length > 0 ? `LIST<${type}>` : type, nullable: element.repetition_type === 'OPTIONAL' }
}

/** Shape and values of every tensor of a safetensors file of dtype F32. */
function readSafetensors(path) {
  const bytes = readFileSync(path)
  const start = 8 + Number(bytes.readBigUInt64LE(0))
  const tensors = {}
  let end = 0
  for (const [name, { dtype, shape, data_offsets: [from, to] }] of Object.entries(JSON.parse(bytes.toString('utf8', 8, start)))) {
    const count = shape.reduce((product, axis) => product * axis, 1)
    require(dtype === 'F32' && from === end && to === from + 4 * count, `${name} is not ${count} floats from byte ${end}`)
    tensors[name] = { shape, values: Array.from({ length: count }, (_, i) => bytes.readFloatLE(start + from + 4 * i)) }
    end = to
  }
  require(start + end === bytes.length, `${bytes.length - start} bytes of values instead of ${end}`)
  return tensors
}

function require(holds, message) {
  if (!holds) {
    console.error(message)
    process.exit(1)
  }
}
