import { expect, test } from '../portal.ts';
import { daniel, elena, maria, signIn, signInAtTheDesk } from '../people.ts';

const PHOTO = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

test('a dispute is opened with evidence, answered, reviewed by somebody else, and its money waits meanwhile', async ({
  portal,
  elsewhere,
  javaScriptEnabled,
}) => {
  await signIn(portal, maria, '/account/disputes/new');
  await portal.isAt('¿Con qué no está de acuerdo?');
  await portal.press('Continuar');
  await portal.hasErrors('Elija con qué no está de acuerdo');
  await portal.choose(/^Factura F-1070/);
  await portal.press('Continuar');
  await portal.isAt('Cuéntenos qué pasó con');
  // What is wrong is said, and what was written stays.
  await portal.fill(/^Con sus palabras/, 'Ese mes la casa estaba vacía.');
  await portal.page.locator('[name=files]').setInputFiles({
    name: 'nota.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('hola'),
  });
  await portal.press('Continuar');
  await portal.says('«nota.txt» no es PDF, JPG ni PNG');
  await expect(portal.page.getByLabel(/^Con sus palabras/)).toHaveValue('Ese mes la casa estaba vacía.');
  await portal.choose('La cantidad o el precio no es correcto');
  for (const part of await portal.page.locator('[name=part]').all()) await part.check();
  await portal.page.locator('[name=files]').setInputFiles({ name: 'casa.png', mimeType: 'image/png', buffer: PHOTO });
  await portal.press('Continuar');
  await portal.isAt('Revise su aclaración');
  await portal.says('Puede pagar lo demás. Respondemos a más tardar el');
  await portal.press('Enviar la aclaración');
  await portal.says(/Aclaración A-\d+ recibida/);
  await portal.says('casa.png');
  const dispute = new URL(portal.page.url()).pathname;
  const number = /A-\d+/.exec((await portal.page.locator('h1').textContent()) ?? '')![0];

  // The money waits: it is named as such, and cannot be chosen at the checkout.
  await portal.open('/account');
  await portal.says('En aclaración');

  // The two sides talk on its page; with scripts what is said and done comes by itself.
  await portal.open(dispute);
  await portal.page.getByText('Escribir al equipo').click();
  await portal.fill(/^Escriba su mensaje/, '¿Cuándo leyeron el medidor?');
  await portal.press('Enviar mensaje');
  await portal.says('Mensaje enviado');
  await signInAtTheDesk(elsewhere, daniel, '/desk/disputes');
  await elsewhere.follow(new RegExp(number));
  await elsewhere.says('Ese mes la casa estaba vacía.');
  await elsewhere.says('¿Cuándo leyeron el medidor?');
  await elsewhere.page.getByText('Escribir al cliente').click();
  await elsewhere.fill(/^Escriba su mensaje/, 'El día 3 de febrero.');
  await elsewhere.press('Enviar mensaje');
  if (!javaScriptEnabled) await portal.open(dispute);
  await portal.says('El día 3 de febrero.');
  for (const part of await elsewhere.page.locator('[name^=verdict-][value=none]').all()) await part.check();
  await elsewhere.choose('Está bien cobrado');
  await elsewhere.fill(/^Explicación para el cliente/, 'Comparamos la lectura con la del mes anterior. Las dos coinciden.');
  await elsewhere.press('Responder');
  await elsewhere.says('Respondida');

  if (!javaScriptEnabled) await portal.open(dispute);
  await portal.says('Sin cambio');
  await portal.says('Comparamos la lectura con la del mes anterior. Las dos coinciden.');
  await expect(portal.page.getByRole('link', { name: /^Descargar la respuesta/ })).toBeVisible();
  await portal.fill(/^Su mensaje/, 'La foto muestra otra lectura.');
  await portal.press('Pedir otra revisión');
  await portal.says('La revisa otra persona, supervisora.');

  // Whoever answered cannot answer again.
  await elsewhere.open(`/desk/disputes/${dispute.split('/').at(-1)}`);
  await expect(elsewhere.page.getByRole('button', { name: 'Responder', exact: true })).toHaveCount(0);
  await elsewhere.page.context().clearCookies();
  await signInAtTheDesk(elsewhere, elena, '/desk/disputes');
  await elsewhere.follow(new RegExp(number));
  await elsewhere.says('La foto muestra otra lectura.');
  for (const part of await elsewhere.page.locator('[name^=verdict-][value=favour]').all()) await part.check();
  await elsewhere.choose('Error en la factura');
  await elsewhere.fill(/^Explicación para el cliente/, 'La foto es correcta. Descontamos lo que se cobró de más.');
  await elsewhere.press('Responder');

  if (!javaScriptEnabled) await portal.open(dispute);
  await portal.says('A su favor');
  await portal.says('La foto es correcta. Descontamos lo que se cobró de más.');
  await portal.open(dispute);
  await portal.choose('Más o menos');
  await portal.fill(/^Algo que quiera agregar/, 'Tardaron, pero bien');
  await portal.press('Responder');
  await portal.says('Usted respondió: Más o menos.');
});
