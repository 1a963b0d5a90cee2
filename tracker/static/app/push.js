// For the service worker, which takes it in with importScripts: a notification that says it is time for the diary.
"use strict";

self.addEventListener("push", (event) => {
  let said = {};
  try {
    said = event.data ? event.data.json() : {};
  } catch {
    // Whatever else came is not shown.
  }
  const title = typeof said.title === "string" && said.title ? said.title : "Hersteldagboek";
  event.waitUntil(self.registration.showNotification(title, { tag: "diary", data: { url: said.url } }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const told = event.notification.data && event.notification.data.url;
  const url = new URL(typeof told === "string" ? told : "/today/", self.location.origin);
  const open = async () => {
    const safe = url.origin === self.location.origin ? url.href : new URL("/today/", self.location.origin).href;
    const windows = await self.clients.matchAll({ type: "window" });
    const shown = windows.find((client) => client.url === safe);
    return shown ? shown.focus() : self.clients.openWindow(safe);
  };
  event.waitUntil(open());
});
