/** Plain ground with boundaries on it: what the map that shows and the map that draws have in common. */

/** Open a map in a holder, and give back the library and the map once it can be drawn on. */
export async function openGround(holder, { areas, bounds, interactive = true }) {
  const library = await import(holder.dataset.library);
  library.setWorkerUrl(holder.dataset.worker);
  holder.closest(".mapped").hidden = false;
  const token = (name) => getComputedStyle(holder).getPropertyValue(name).trim();
  const map = new library.Map({
    container: holder,
    attributionControl: false,
    // So that the map is on the page that is printed.
    canvasContextAttributes: { preserveDrawingBuffer: true },
    bounds,
    fitBoundsOptions: { padding: 48, maxZoom: 17 },
    interactive,
    cooperativeGestures: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    locale: {
      "Map.Title": holder.dataset.label,
      "NavigationControl.ZoomIn": holder.dataset.closer,
      "NavigationControl.ZoomOut": holder.dataset.further,
    },
    style: {
      version: 8,
      sources: { areas: { type: "geojson", data: areas } },
      layers: [
        { id: "ground", type: "background", paint: { "background-color": token("--ground") } },
        {
          id: "inside", type: "fill", source: "areas",
          paint: { "fill-color": token("--link"), "fill-opacity": 0.18 },
        },
        {
          id: "outline", type: "line", source: "areas",
          paint: { "line-color": token("--link"), "line-width": 2.5 },
        },
      ],
    },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new library.NavigationControl({ showCompass: false }));
  map.addControl(new library.ScaleControl({ unit: "imperial" }));
  map.addControl(new library.ScaleControl({ unit: "metric" }));
  await map.once("load");
  return { library, map };
}

/** The box around every corner of a GeoJSON collection: [[west, south], [east, north]]. */
export function boxAround(areas) {
  const corners = areas.features.flatMap((feature) => flat(feature.geometry.coordinates));
  const xs = corners.map(([x]) => x);
  const ys = corners.map(([, y]) => y);
  return [[Math.min(...xs), Math.min(...ys)], [Math.max(...xs), Math.max(...ys)]];
}

function flat(coordinates) {
  return typeof coordinates[0] === "number" ? [coordinates] : coordinates.flatMap(flat);
}
