/** Show boundaries on plain ground; the table below the map says the same to everyone. */

for (const holder of document.querySelectorAll("[data-map]")) show(holder);

async function show(holder) {
  // By address, because the name of a static file changes with its content.
  const { boxAround, openGround } = await import(holder.dataset.ground);
  const areas = JSON.parse(document.getElementById(holder.dataset.map).textContent);
  if (!areas.features.length) return;
  const { library, map } = await openGround(holder, { areas, bounds: boxAround(areas) });
  for (const feature of areas.features) {
    const name = document.createElement("span");
    name.className = "badge";
    name.textContent = feature.properties.name;
    new library.Marker({ element: name }).setLngLat(feature.properties.middle).addTo(map);
    // The table names the area already; a marker is no control.
    name.removeAttribute("tabindex");
    name.removeAttribute("role");
    name.removeAttribute("aria-label");
    name.setAttribute("aria-hidden", "true");
  }
  holder.dataset.ready = "";
}
