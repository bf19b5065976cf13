/** Draw a boundary: corners set on the map and lines typed below it are one and the same list. */

const DIGITS = 6;
const CONTINENT = [[-125, 24], [-66, 50]];

for (const holder of document.querySelectorAll("[data-draw]")) draw(holder);

async function draw(holder) {
  const lines = document.getElementById(holder.dataset.draw);
  const said = holder.parentElement.querySelector("[data-said]");
  // By address, because the name of a static file changes with its content.
  const { boxAround, openGround } = await import(holder.dataset.ground);
  const bounds = start(holder, boxAround, typed(lines));
  const { map } = await openGround(holder, { areas: drawn(typed(lines)), bounds });

  const shown = () => {
    const corners = typed(lines);
    map.getSource("areas").setData(drawn(corners));
    said.textContent = `${said.dataset.says} ${corners.length}`;
  };
  const set = ({ lng, lat }) => {
    const line = `${lat.toFixed(DIGITS)}, ${lng.toFixed(DIGITS)}`;
    lines.value = [...written(lines), line].join("\n");
    shown();
  };
  map.addLayer({
    id: "corners", type: "circle", source: "areas", filter: ["==", "$type", "Point"],
    paint: { "circle-radius": 5, "circle-color": getComputedStyle(holder).getPropertyValue("--link").trim() },
  });
  map.on("click", (event) => set(event.lngLat));
  map.getCanvas().addEventListener("keydown", (event) => {
    if (event.key === "Enter") set(map.getCenter());
  });
  holder.parentElement.querySelector("[data-set]").addEventListener("click", () => set(map.getCenter()));
  holder.parentElement.querySelector("[data-back]").addEventListener("click", () => {
    lines.value = written(lines).slice(0, -1).join("\n");
    shown();
  });
  lines.addEventListener("input", () => {
    shown();
    // Whoever types a boundary wants to see it, wherever the map was.
    const corners = typed(lines);
    if (corners.length > 2) map.fitBounds(boxAround(drawn(corners)), { padding: 48, maxZoom: 17, duration: 0 });
  });
  shown();
  holder.classList.add("crosshair");
  holder.dataset.ready = "";
}

/** The lines that are not empty, as they were typed. */
function written(lines) {
  return lines.value.split("\n").filter((line) => line.trim());
}

/** The corners that can be read, as [longitude, latitude]; the server says what is wrong with others. */
function typed(lines) {
  return written(lines)
    .map((line) => line.split(/[\s,;]+/).filter(Boolean).map(Number))
    .filter((pair) => pair.length === 2 && pair.every(Number.isFinite))
    .filter(([latitude, longitude]) => Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)
    .map(([latitude, longitude]) => [longitude, latitude]);
}

function drawn(corners) {
  const feature = (type, coordinates) => ({ type: "Feature", properties: {}, geometry: { type, coordinates } });
  const features = corners.map((corner) => feature("Point", corner));
  if (corners.length > 2) features.push(feature("Polygon", [[...corners, corners[0]]]));
  else if (corners.length === 2) features.push(feature("LineString", corners));
  return { type: "FeatureCollection", features };
}

/** Where the map begins: around what is drawn, or where the page says, or the whole country. */
function start(holder, boxAround, corners) {
  if (corners.length) return boxAround(drawn(corners));
  if (!holder.dataset.around) return CONTINENT;
  const [west, south, east, north] = holder.dataset.around.split(" ").map(Number);
  return [[west, south], [east, north]];
}
