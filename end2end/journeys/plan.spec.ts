import { type Portal, expect, test } from '../portal.ts';
import { elena, latestCode, maria, signIn, signInAtTheDesk } from '../people.ts';

test('a plan is proposed inside the rules, read, signed with a code, and its first payments made', async ({ portal }) => {
  // From the proposal to the last payment it is as long as three others.
  test.slow();
  await signIn(portal, maria, '/account');
  await portal.follow('Proponer un plan');
  await portal.isAt('¿Qué quiere pagar en plazos?');
  await portal.press('Continuar');
  await portal.isAt('¿Cuánto puede pagar cada vez?');
  await portal.press('Ver cómo queda');
  await portal.hasErrors('Elija una opción o escriba otra cantidad');
  await portal.choose(/^6 pagos: 4 de \$774\.92 y 2 de \$774\.91/);
  await portal.press('Ver cómo queda');
  await portal.says('Este plan está dentro de las reglas: se acepta hoy.');
  await portal.press('Continuar con este plan');

  await portal.isAt('Lea su convenio');
  await portal.says('Aceptar no renuncia a nada');
  await portal.press('Aceptar: enviarme un código');
  await portal.hasErrors('Marque que leyó y acepta el convenio');
  await portal.choose('Leí el convenio y lo acepto.');
  await portal.press('Aceptar: enviarme un código');
  await portal.isAt('Escriba el código para firmar');
  await portal.page.locator('[name=code]').fill(await latestCode(portal, maria.address));
  await portal.press('Aceptar el convenio');
  await portal.says('Vigente');
  await portal.says('Faltan $4,649.50.');

  await portal.follow('Pagar $774.92');
  await portal.press('Ir a pagar $774.92');
  await portal.arriveAt('Recibimos su pago', () => portal.click('El banco acepta'));
  await portal.open('/account/plans');
  await portal.follow(/^Plan C-/);
  await portal.says('Ha pagado $774.92 de $4,649.50.');
  const plan = new URL(portal.page.url()).pathname;
  await portal.says('Los pagos de este plan no se cobran solos.');

  // The account's page leads to the next one, and so does the page that asks how much.
  await portal.open('/account');
  await portal.follow('Pagar $774.92');
  await portal.isAt('Revise su pago');
  await portal.open('/account/pay');
  await portal.says('En un plan, para después');
  await portal.choose(/^El siguiente pago de mi plan C-/);
  await portal.press('Continuar');
  await portal.press('Ir a pagar $774.92');
  await portal.arriveAt('Recibimos su pago', () => portal.click('El banco acepta'));
  await portal.open(plan);
  await portal.says('Ha pagado $1,549.84 de $4,649.50.');

  await portal.follow(/^Mover un pago/);
  await portal.isAt('Mover un pago');
  await portal.choose(/^N\.º 3/);
  await portal.fill('Día', '30');
  await portal.press('Ver cómo queda');
  await portal.says('Antes y después');
  await portal.press('Mover el pago');
  await portal.says('Movido del 21 may 2026');

  await portal.follow('Pagar más o liquidar');
  await portal.press('Ir a pagar $3,099.66');
  await portal.arriveAt('Recibimos su pago', () => portal.click('El banco acepta'));
  await appears(portal, plan, 'Terminó su plan');
});

test('twelve payments are asked of a person, who offers nine', async ({ portal }) => {
  await signIn(portal, maria, '/account/plans/new');
  await portal.press('Continuar');
  await portal.choose('Otro número de pagos');
  await portal.fill('Cuántos pagos', '12');
  await portal.press('Ver cómo queda');
  await portal.says('El plan puede tener hasta 6 pagos; usted pidió 12.');
  await portal.choose(/^Lo decide una persona/);
  await portal.press('Continuar');
  await portal.says('Propuesta enviada');

  await signInAtTheDesk(portal, elena, '/desk/plans');
  await portal.follow(/4471/);
  await portal.choose('Contraproponer');
  await portal.fill('Cuántos pagos', '9');
  await portal.fill('Mensaje al cliente', 'Nueve pagos sí se puede.');
  await portal.press('Enviar la respuesta');

  await portal.open('/account/plans');
  await portal.follow(/^9 pagos/);
  await portal.says('Nueve pagos sí se puede.');
  await portal.says('cambió');
});

test('the answer follows the slider, and what it shows is what is sent', async ({ portal, javaScriptEnabled }) => {
  test.skip(!javaScriptEnabled, 'without a script the number is typed');
  await signIn(portal, maria, '/account/plans/new');
  await portal.press('Continuar');
  const slider = portal.page.getByRole('slider', { name: 'Más o menos pagos' });
  await slider.fill('4');
  await portal.says('4 pagos: 2 de $1,162.38 y 2 de $1,162.37');
  await slider.press('ArrowRight');
  await portal.says('5 pagos de $929.90');
  await expect(portal.page.getByLabel('Cuántos pagos')).toHaveValue('5');
  await expect(portal.page.getByRole('radio', { name: 'Otro número de pagos' })).toBeChecked();
  await portal.press('Ver cómo queda');
  await portal.says('5 pagos de $929.90');
  await portal.says('Este plan está dentro de las reglas: se acepta hoy.');
  // What is typed moves the slider along.
  await portal.choose(/^3 pagos/);
  await expect(slider).toHaveValue('3');
  await portal.press('Continuar con este plan');
  await portal.isAt('Lea su convenio');
  await portal.says('$1,549.84');
});

test('what one side does about a plan is seen on the page that the other has open', async ({ portal, elsewhere, javaScriptEnabled }) => {
  await signIn(portal, maria, '/account/plans/new');
  await portal.press('Continuar');
  await portal.choose('Otro número de pagos');
  await portal.fill('Cuántos pagos', '12');
  await portal.press('Ver cómo queda');
  await portal.choose(/^Lo decide una persona/);
  await portal.press('Continuar');
  await portal.says('Propuesta enviada');
  const plan = new URL(portal.page.url()).pathname;

  await signInAtTheDesk(elsewhere, elena, '/desk/plans');
  await elsewhere.follow(/4471/);
  const desk = new URL(elsewhere.page.url()).pathname;
  await elsewhere.choose('Contraproponer');
  await elsewhere.fill('Cuántos pagos', '9');
  await elsewhere.fill('Mensaje al cliente', 'Nueve pagos sí se puede.');
  await elsewhere.press('Enviar la respuesta');
  // Without scripts each loads the page again, as they would.
  const seen = async (window: Portal, path: string, text: string) => {
    if (!javaScriptEnabled) await window.open(path);
    await window.says(text);
  };
  await seen(portal, plan, 'Nueve pagos sí se puede.');
  if (javaScriptEnabled) await portal.says('Hay algo nuevo en esta página.');

  await portal.open(plan);
  await elsewhere.open(desk);
  await portal.press('No me conviene');
  await seen(elsewhere, desk, 'Retirada');
  if (javaScriptEnabled) await expect(elsewhere.page.getByRole('button', { name: 'Enviar la respuesta' })).toHaveCount(0);
});

/** Loads a page until it says so: what follows from a payment is done within seconds. */
async function appears(portal: Portal, path: string, text: string) {
  for (let tries = 0; tries < 30; tries += 1) {
    await portal.page.goto(path);
    if (await portal.page.getByRole('main').getByText(text).first().isVisible()) break;
    await portal.page.waitForTimeout(1_000);
  }
  await portal.open(path);
  await portal.says(text);
}
