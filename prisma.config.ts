import { defineConfig } from 'prisma/config';

// `generate` asks for the schema engine, which cannot be downloaded offline and is not used by it.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

export default defineConfig({ schema: 'prisma/schema.prisma' });
