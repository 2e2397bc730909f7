import { expect, test } from '../portal.ts';
import { ines, lucia, maria, rosa, signIn, susan } from '../people.ts';

test('from the front page to the number, and from the number to why', async ({ portal }) => {
  await portal.open('/');
  await portal.follow('Entrar');
  await signIn(portal, maria);
  await portal.says('Para estar al día hoy');
  await portal.says('$4,649.50');
  await portal.says('3 facturas vencidas; la más antigua, desde el 4 de febrero.');
  for (const [part, amount] of [
    ['Vencido', '$4,649.50'],
    ['Por vencer', '$1,500.00'],
    ['En aclaración, no se cobra', '$300.00'],
    ['Saldo total', '$6,449.50'],
  ]) {
    await expect(portal.page.getByRole('row', { name: part }).first()).toContainText(amount);
  }
  await portal.follow('Cómo se calculó');
  await portal.isAt('Cómo se forma su saldo');
  await portal.says('renglones suman $4,649.50.');
  await portal.says('$1,800.00 × 1.5 % × 15 de 30 días = $13.50');
});

test('a balance opens to any day, to what changed since one, and to a day to come', async ({ portal }) => {
  await signIn(portal, maria, '/account/balance?of=due');
  await portal.says('De $5,949.50 que se cobraron quedan $4,649.50.');
  await portal.fill('Día', '10');
  await portal.fill('Mes', 'febrero');
  await portal.press('Ver');
  await portal.says('Así estaba el martes 10 de febrero de 2026');
  await portal.follow('Ver cómo está hoy');
  await portal.follow('Qué cambió desde un día que usted elija');
  await portal.isAt('Qué cambió desde un día');
  await portal.says('Debía al 28 ene 2026');
  await portal.open('/account/balance?of=due');
  await portal.follow('Cuánto deberá otro día, y qué ahorra si paga hoy');
  await portal.isAt('¿Cuánto deberé otro día?');
  await portal.fill('Día', '7');
  await portal.fill('Lo que pagaría hoy (MXN)', '3,000.00');
  await portal.press('Calcular');
  await portal.says('Lo que ahorra si paga hoy');
  await portal.says('$1.48');
});

test('the answer follows what is typed', async ({ portal, javaScriptEnabled }) => {
  test.skip(!javaScriptEnabled, 'Without a script the form is sent.');
  await signIn(portal, maria, '/account/balance/forecast');
  await portal.fill('Día', '20');
  await portal.says('Deberá el viernes 20 de marzo de 2026');
  await portal.says('$6,481.70');
  await portal.fill('Lo que pagaría hoy (MXN)', '3000');
  await portal.says('Lo que ahorra si paga hoy');
  // What is no day leaves the answer alone.
  await portal.fill('Día', '');
  await portal.says('Deberá el viernes 20 de marzo de 2026');
});

test('an invoice says what was billed and what is left of it', async ({ portal }) => {
  await signIn(portal, maria, '/account/invoices');
  await portal.isAt('Facturas');
  await portal.follow('F-1057');
  await portal.isAt('Factura F-1057');
  await portal.says('$1,813.50');
  await portal.says('Venció el jueves 19 de febrero de 2026 (hace 15 días).');
  await portal.says('Incluye $13.50 de interés.');
  await portal.follow('Todas las facturas');
  await portal.follow('F-1063');
  await portal.says('Puede pagar los $603.00 restantes.');
  await portal.says('La respuesta llega a más tardar el lunes 9 de marzo');
});

test('an account with many invoices is searched and paged', async ({ portal }) => {
  await signIn(portal, lucia, '/account/invoices');
  await portal.follow('Todas (40)');
  await portal.follow(/Siguiente/);
  await portal.fill('Buscar por folio', 'F-0640');
  await portal.press('Buscar');
  await portal.follow('F-0640');
  await portal.isAt('Factura F-0640');
});

test('who is paid up reads so', async ({ portal }) => {
  await signIn(portal, rosa);
  await portal.says('Está al día');
});

test('who reads English reads all of it in English', async ({ portal }) => {
  await signIn(portal, susan);
  await portal.says('To be up to date today');
  await portal.follow('How this was worked out');
  await portal.isAt('How your balance is made up');
  await portal.open('/account/invoices');
  await portal.isAt('Invoices');
});

test("an invoice that is not there, or somebody else's, is not found", async ({ portal }) => {
  await signIn(portal, rosa);
  await portal.open('/account/invoices/00000000-0000-7000-8000-000000000000', { status: 404 });
  await portal.open('/account/invoices/nonsense', { status: 404 });
});

test("pages in a creditor's own colour are read by day and by night", async ({ portal }) => {
  await signIn(portal, ines);
  const ground = () => portal.page.getByRole('link', { name: 'Pagar', exact: true }).evaluate((link) => getComputedStyle(link).backgroundColor);
  expect(await ground()).toBe('rgb(90, 62, 140)');
  await portal.page.emulateMedia({ colorScheme: 'dark' });
  // The button changes its colour over a tenth of a second.
  await expect.poll(ground).not.toBe('rgb(90, 62, 140)');
  for (const path of ['/account', '/account/pay', '/account/invoices', '/account/settings']) await portal.open(path);
});
