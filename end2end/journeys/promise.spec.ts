import { test } from '../portal.ts';
import { daniel, maria, signIn, signInAtTheDesk } from '../people.ts';

test('a promise is made and moved, stops calls until its day, and a call is logged that the customer can read', async ({
  portal,
  elsewhere,
}) => {
  await signIn(elsewhere, maria);
  await elsewhere.follow(/^Decir cuándo pagaré/);
  await elsewhere.press('Prometer este pago');
  await elsewhere.says('Elija cómo piensa pagar');
  await elsewhere.page.locator('[name=amount]').fill('1000');
  await elsewhere.page.locator('[name=on_day]').fill('13');
  await elsewhere.page.locator('[name=on_month]').fill('3');
  await elsewhere.choose(/^Con una transferencia/);
  await elsewhere.press('Prometer este pago');
  await elsewhere.says('Prometió $1,000.00 a más tardar el viernes 13 de marzo');
  await elsewhere.follow('Cambiar el día o la cantidad');
  await elsewhere.page.locator('[name=on_day]').fill('20');
  await elsewhere.page.locator('[name=on_month]').fill('marzo');
  await elsewhere.press('Cambiar la promesa');
  await elsewhere.says('a más tardar el viernes 20 de marzo');

  await signInAtTheDesk(portal, daniel, '/desk/promises');
  await portal.says('En espera');
  await portal.follow(/^María López/);
  await portal.says('Prometió $1,000.00 a más tardar el viernes 20 de marzo');
  await portal.says('No antes del lunes 23 de marzo a las 08:00: prometió pagar');
  await portal.follow('Registrar una llamada');
  await portal.choose('Nos llamó el cliente');
  await portal.choose('Se habló con quien corresponde');
  await portal.fill(/^¿En qué quedaron\?/, 'Confirma el viernes 20');
  await portal.press('Registrar la llamada');
  await portal.says('Confirma el viernes 20');

  await elsewhere.open('/account/contact');
  await elsewhere.says('Llamada del cliente, la atendió Daniel');
});
