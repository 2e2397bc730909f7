import { expect, test } from '../portal.ts';
import { daniel, maria, raul, signIn, signInAtTheDesk, victor } from '../people.ts';

for (const [way, words] of [
  ['a name', 'lópez'],
  ['an e-mail', 'maria@example.mx'],
  ['a phone', '55 1234 0001'],
]) {
  test(`an account is found by ${way}`, async ({ portal }) => {
    await signInAtTheDesk(portal, daniel);
    await portal.fill(/^Buscar en toda la mesa/, words);
    await portal.press('Buscar');
    await portal.follow(/María López/);
    await portal.says('$4,649.50');
  });
}

for (const [what, number, says] of [
  ['an account', '4471', '$4,649.50'],
  ['an invoice', 'F-1057', '$1,813.50'],
  ['a dispute', 'A-104', 'Lo que dice el cliente'],
  ['a receipt', 'R-171', '$1,000.00'],
]) {
  test(`the number of ${what} leads straight there`, async ({ portal }) => {
    await signInAtTheDesk(portal, daniel);
    await portal.fill(/^Buscar en toda la mesa/, number);
    await portal.press('Buscar');
    await portal.says(says);
  });
}

test('the team reads the very file that the person reads', async ({ portal, elsewhere }) => {
  await signIn(elsewhere, maria);
  await signInAtTheDesk(portal, daniel, '/desk/accounts');
  await portal.follow(/María López/);
  for (const amount of ['$4,649.50', '$1,500.00', '$300.00', '$6,449.50']) {
    await elsewhere.says(amount);
    await portal.says(amount);
  }
  await portal.follow('Facturas');
  await portal.follow('F-1057');
  await portal.says('$1,813.50');
  await portal.follow('Saldo');
  await portal.says('suman $4,649.50.');
});

test('looking as the customer is announced, only looks, and is written where the customer reads it', async ({ portal }) => {
  await signInAtTheDesk(portal, daniel, '/desk/accounts');
  await portal.follow(/María López/);
  await portal.follow('Ver como cliente');
  await portal.says('El cliente verá en su registro que usted entró.');
  await portal.submit();
  await portal.says('$4,649.50');
  await portal.follow('Volver a la mesa');
});

test('a payment is seen at the desk as soon as the person has a receipt', async ({ portal, elsewhere }) => {
  await signInAtTheDesk(portal, daniel, '/desk/accounts');
  await portal.follow(/María López/);
  await portal.says('$4,649.50');
  const file = new URL(portal.page.url()).pathname;

  await signIn(elsewhere, maria, '/account/pay');
  await elsewhere.choose(/^Ponerme al día/);
  await elsewhere.press('Continuar');
  await elsewhere.press('Ir a pagar $4,649.50');
  await elsewhere.arriveAt('Recibimos su pago', () => elsewhere.click('El banco acepta'));

  await portal.open(file);
  await portal.says('Está al día');
  await portal.open('/desk');
  await portal.says('$4,649.50');
});

test('an auditor reads what an agent reads', async ({ portal }) => {
  await signInAtTheDesk(portal, victor, '/desk/accounts');
  await portal.follow(/María López/);
  await portal.says('Solo lectura: no puede cambiar nada');
});

test("another creditor's team finds nobody of this one", async ({ portal }) => {
  await signInAtTheDesk(portal, raul);
  await portal.fill(/^Buscar en toda la mesa/, 'maria@example.mx');
  await portal.press('Buscar');
  await portal.says('No hay nada con "maria@example.mx".');
  await expect(portal.page.getByRole('link', { name: /López/ })).toHaveCount(0);
});
