import { type Portal, expect, test } from '../portal.ts';
import { maria, rosa, signIn, susan } from '../people.ts';

test('paying what is overdue ends in a receipt, and the account is up to date', async ({ portal }) => {
  await signIn(portal, maria);
  await portal.follow('Pagar');
  await portal.isAt('¿Cuánto quiere pagar?');
  await portal.choose(/^Ponerme al día/);
  await portal.press('Continuar');
  await portal.isAt('Revise su pago');
  await portal.says('Después de este pago estará al día.');
  await portal.press('Ir a pagar $4,649.50');
  await portal.arriveAt('Recibimos su pago', () => portal.click('El banco acepta'));
  await portal.says('$4,649.50');
  await portal.says('tarjeta terminada en 4242');
  await portal.says('Está al día.');
  await portal.open('/account');
  await portal.says('Está al día');
  await portal.open('/account/invoices');
  await portal.follow('F-1070');
});

test('a part is shown on the invoices that it pays before anything is charged', async ({ portal }) => {
  await signIn(portal, maria, '/account/pay');
  await choosesAmount(portal, '3 000');
  await portal.isAt('Revise su pago');
  await expect(portal.page.getByRole('row', { name: 'F-1041' })).toContainText('$2,233.00');
  await expect(portal.page.getByRole('row', { name: 'F-1057' })).toContainText('$767.00');
  await expect(portal.page.getByRole('row', { name: 'F-1057' })).toContainText('$1,046.50');
  await portal.says('Después de este pago faltarán $1,649.50 para estar al día.');
  await portal.press('Ir a pagar $3,000.00');
  await portal.fill('Número de tarjeta', '4242 4242 4242 4242');
  await portal.arriveAt('Recibimos su pago', () => portal.click('Pagar $3,000.00 MXN'));
  await portal.says('Para estar al día faltan $1,649.50.');
  await portal.open('/account/payments');
  await portal.follow(/^Pago de \$3,000\.00/);
  await portal.isAt('Recibimos su pago');
});

test('invoices chosen in the list are the ones that are paid', async ({ portal }) => {
  await signIn(portal, maria, '/account/invoices');
  await portal.choose('Elegir F-1057');
  await portal.press('Pagar las elegidas');
  await portal.isAt('Revise su pago');
  await portal.says('$1,813.50');
  await portal.press('Ir a pagar $1,813.50');
  await portal.press('El banco pide confirmar');
  await portal.arriveAt('Recibimos su pago', () => portal.click('Sí, es mío'));
  await portal.open('/account/invoices');
  await expect(portal.page.getByRole('link', { name: 'F-1057', exact: true })).toHaveCount(0);
});

test('a card that is declined can be followed by one that is not', async ({ portal }) => {
  await signIn(portal, maria, '/account/pay');
  await choosesAmount(portal, '500');
  await portal.press('Ir a pagar $500.00');
  await portal.press('El banco rechaza');
  await portal.says('El banco rechazó la tarjeta. No se cobró nada; puede probar con otra.');
  await portal.arriveAt('Recibimos su pago', () => portal.click('El banco acepta'));
});

test('who leaves the payment page is told that nothing was charged, and can go on', async ({ portal }) => {
  await signIn(portal, maria, '/account/pay');
  await choosesAmount(portal, '500');
  await portal.press('Ir a pagar $500.00');
  await portal.arriveAt(/No se cobró nada|sin terminar/, () => portal.clickLink('Volver sin pagar'));
  await portal.open('/account');
  await portal.says('$4,649.50');
});

test('a button pressed twice makes one payment', async ({ portal }) => {
  await signIn(portal, maria, '/account/payments');
  const before = await payments(portal).count();
  await portal.open('/account/pay');
  await choosesAmount(portal, '500');
  await portal.pressTwice('Ir a pagar $500.00');
  await portal.arriveAt('Recibimos su pago', () => portal.click('El banco acepta'));
  await portal.open('/account/payments');
  await expect(payments(portal)).toHaveCount(before + 1);
});

test('going back and on again leads to the payment that was begun', async ({ portal }) => {
  await signIn(portal, maria, '/account/payments');
  const before = await payments(portal).count();
  await portal.open('/account/pay');
  await choosesAmount(portal, '500');
  const review = portal.page.url();
  await portal.press('Ir a pagar $500.00');
  const checkout = portal.page.url();
  await portal.page.goBack();
  expect(portal.page.url()).toBe(review);
  await portal.press('Ir a pagar $500.00');
  expect(portal.page.url()).toBe(checkout);
  await portal.arriveAt('Recibimos su pago', () => portal.click('El banco acepta'));
  await portal.open('/account/payments');
  await expect(payments(portal)).toHaveCount(before + 1);
});

test('the page of a payment on its way changes by itself when the money comes', async ({ portal, elsewhere, javaScriptEnabled }) => {
  test.skip(!javaScriptEnabled, 'without a script the page has a link that does the same');
  await signIn(portal, maria, '/account/pay');
  await choosesAmount(portal, '500');
  await portal.press('Ir a pagar $500.00');
  const checkout = portal.page.url();
  await portal.open('/account/payments');
  await portal.follow(/^Pago de \$500\.00/);
  await portal.isAt('Su pago de $500.00 está sin terminar');
  await expect(portal.page.getByRole('status')).not.toBeEmpty();
  await elsewhere.open(checkout);
  await Promise.all([
    portal.page.waitForEvent('load'),
    elsewhere.arriveAt('Entrar a su cuenta', () => elsewhere.click('El banco acepta')),
  ]);
  await portal.isAt('Recibimos su pago');
});

test('what is chosen in the list is added up at once', async ({ portal, javaScriptEnabled }) => {
  test.skip(!javaScriptEnabled, 'without a script the sum is shown on the next page');
  await signIn(portal, maria, '/account/invoices');
  const sum = portal.page.getByRole('status');
  await expect(sum).toHaveText('Ninguna elegida');
  await portal.choose('Elegir F-1041');
  await expect(sum).toHaveText('1 elegida: $2,233.00');
  await portal.choose('Elegir F-1057');
  await expect(sum).toHaveText('2 elegidas: $4,046.50');
  await portal.page.getByLabel('Elegir F-1041').uncheck();
  await expect(sum).toHaveText('1 elegida: $1,813.50');
});

test('an amount that cannot be is refused at its field and kept', async ({ portal }) => {
  await signIn(portal, maria, '/account/pay');
  await portal.press('Continuar');
  await portal.hasErrors('Elija cuánto quiere pagar');
  await choosesAmount(portal, 'todo');
  await portal.hasErrors('Escriba la cantidad con números, como 3000 o 3,000.50');
  await expect(portal.page.getByLabel('Cantidad en pesos (MXN)')).toHaveValue('todo');
  await choosesAmount(portal, '9.99');
  await portal.hasErrors('La cantidad mínima es $10.00');
  await choosesAmount(portal, '6,149.51');
  await portal.hasErrors('Lo más que puede pagar es $6,149.50; lo demás está en aclaración');
});

test('who owes nothing is not asked for money', async ({ portal }) => {
  await signIn(portal, rosa, '/account/pay');
  await portal.says('No hay nada por pagar hoy.');
  await portal.open('/account/payments');
});

test('who reads English pays in English', async ({ portal }) => {
  await signIn(portal, susan);
  await portal.follow('Pay');
  await portal.choose(/^Get up to date/);
  await portal.press('Continue');
  await portal.isAt('Check your payment');
  await portal.press(/^Go and pay/);
  await portal.arriveAt('We received your payment', () => portal.click('The bank accepts'));
});

function payments(portal: Portal) {
  return portal.page.getByRole('link', { name: /^Pago de/ });
}

async function choosesAmount(portal: Portal, amount: string) {
  await portal.choose('Otra cantidad');
  await portal.fill('Cantidad en pesos (MXN)', amount);
  await portal.press('Continuar');
}
