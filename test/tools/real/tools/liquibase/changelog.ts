/** A changelog in XML, with what Liquibase wants around it. */
export function changelog(inner: string): string {
  const namespace = 'http://www.liquibase.org/xml/ns/dbchangelog';
  return `<?xml version="1.0" encoding="UTF-8"?>\n<databaseChangeLog xmlns="${namespace}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="${namespace} ${namespace}/dbchangelog-latest.xsd">\n${inner}\n</databaseChangeLog>\n`;
}
