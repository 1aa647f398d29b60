// One case of one contender, in a process of its own: what others have taught the compiler does not count.
const { table, params, contender, settings } = JSON.parse(process.argv[2]);
const { measure } = await import(`./tables/${table}.mjs`);
process.stdout.write(JSON.stringify(await measure(params, contender, settings)), () => process.exit());
