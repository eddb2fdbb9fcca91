/** What programs of PostgreSQL need to start and to find their libraries, their time zone and a place for temporary files. */
const PASSED_ON = ['PATH', 'LANG', 'TZ', 'TMPDIR', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH', 'SYSTEMROOT', 'TEMP', 'TMP'];

/**
 * The environment to start PostgreSQL's programs with. Nothing of Earshot's own stands in it: the secret, or the address of a database with
 * its password, could be read from a program that runs on for long.
 */
export function programEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => PASSED_ON.includes(name.toUpperCase())));
}
