import { test } from '../portal.ts';
import { carmen, elena, signIn, signInAtTheDesk, susan } from '../people.ts';

test('an account is handed on by two, its people read who holds it, and it is recalled', async ({ portal, elsewhere }) => {
  await signInAtTheDesk(portal, elena, '/desk/accounts');
  await portal.follow(/Susan Parker/);
  await portal.follow('Entregar la cuenta');
  await portal.choose(/^Con una agencia de cobranza/);
  await portal.press('Seguir');
  await portal.says('Un archivo sellado');
  await portal.press('Pedir la entrega');
  await portal.says('Escríbalo');
  await portal.fill(/^¿A quién se entrega/, 'Cobranza Justa, S.C.');
  await portal.fill(/^¿Cómo se le encuentra/, 'Tel. 722 555 0199');
  await portal.fill(/^¿Por qué/, 'Más de 90 días y sin respuesta');
  await portal.press('Pedir la entrega');
  await portal.says('La entrega espera la decisión de otra persona');

  await signInAtTheDesk(elsewhere, carmen, '/desk/approvals');
  await elsewhere.follow(/^Entregar una cuenta/);
  await elsewhere.says('Cobranza Justa, S.C.');
  await elsewhere.press(/^Aprobar/);
  await elsewhere.says('Aprobada');

  await signIn(elsewhere, susan);
  await elsewhere.says('Cobranza Justa, S.C. now collects your account');
  await elsewhere.says('Tel. 722 555 0199');
  await elsewhere.open('/account/pay');
  await elsewhere.says('This account is no longer paid here');
  await elsewhere.open('/account/invoices');
  await elsewhere.says('Cobranza Justa, S.C. now collects your account');

  await portal.open('/desk/handing');
  await portal.follow('E-1');
  await portal.fill(/^¿Por qué vuelve/, 'Quiere acordar con nosotros');
  await portal.press('Pedir que vuelva');
  await portal.says('La recuperación espera la decisión de otra persona.');
  await elsewhere.open('/desk/approvals');
  await elsewhere.follow(/^Recuperar una cuenta/);
  await elsewhere.press(/^Aprobar/);
  await elsewhere.says('Aprobada');

  await elsewhere.open('/account/pay');
  await elsewhere.isAt('How much do you want to pay?');
});

test('a legal status is set with what shows it, and a second person lifts it', async ({ portal, elsewhere }) => {
  await signInAtTheDesk(portal, elena, '/desk/accounts');
  await portal.follow(/Susan Parker/);
  await portal.follow('Ver o cambiar');
  await portal.choose(/^En moratoria/);
  await portal.press('Seguir');
  await portal.says('Qué cambia al registrarla');
  await portal.choose(/^De la deuda, para todos/);
  await portal.page.locator('[name=from_day]').fill('6');
  await portal.page.locator('[name=from_month]').fill('3');
  await portal.page.locator('[name=from_year]').fill('2026');
  await portal.press('Registrar');
  await portal.says('Escriba qué lo muestra');
  await portal.fill(/^¿Qué lo muestra/, 'Constancia 8 de quien le asesora');
  await portal.press('Registrar');
  await portal.says('Quedó registrada');

  await signIn(elsewhere, susan);
  await elsewhere.says('Your account is paused');

  await portal.follow('Pedir que se levante');
  await portal.fill(/^¿Por qué ya no vale/, 'Terminó el plazo');
  await portal.press('Pedir que se levante');
  await portal.says('Espera la decisión de otra persona.');
});
