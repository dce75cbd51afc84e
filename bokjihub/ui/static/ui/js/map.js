// Draws <div data-map="id of a JSON script tag">: boundaries as GeoJSON, points as numbered marks. Needs leaflet.js before it; no tiles.
// Several maps of one page share their outlines: data-boundaries names the script that holds the GeoJSON.
// Data: {"boundaries": GeoJSON | null, "points": [{"lat", "lng", "label", "number", "row"}], "line": [[lat, lng], …]}
(() => {
  "use strict";
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  const numbered = (point) => {
    const mark = document.createElement("span");
    mark.className = "map-number";
    mark.textContent = point.number ?? "";
    return L.divIcon({ html: mark, className: "", iconSize: [26, 26] });
  };

  const link = (marker, row) => {
    const line = row && document.getElementById(row);
    if (!line) return;
    line.addEventListener("focusin", () => {
      document.querySelectorAll(".map-number[data-here]").forEach((mark) => delete mark.dataset.here);
      const mark = marker.getElement()?.querySelector(".map-number");
      if (mark) mark.dataset.here = "";
    });
    marker.on("click", () => line.querySelector("a, button")?.focus());
  };

  const draw = (place) => {
    if (place.dataset.drawn !== undefined) return;
    place.dataset.drawn = "";
    const data = JSON.parse(document.getElementById(place.dataset.map).textContent) || {};
    const map = L.map(place, { zoomControl: true, attributionControl: false, scrollWheelZoom: false, zoomAnimation: false, fadeAnimation: false });
    const ground = L.featureGroup().addTo(map);
    const layers = L.featureGroup().addTo(map);
    const boundaries = data.boundaries || JSON.parse(document.getElementById(place.dataset.boundaries)?.textContent || "null");
    if (boundaries) {
      const style = { color: colour("--line-control"), weight: 1, fillColor: colour("--surface"), fillOpacity: 1 };
      L.geoJSON(boundaries, { style, interactive: false, onEachFeature: (area, layer) => area.properties?.name && layer.bindTooltip(area.properties.name, { permanent: true, direction: "center", className: "map-area" }) }).addTo(ground);
    }
    if (data.line) L.polyline(data.line, { color: colour("--data"), weight: 3, dashArray: "6 5" }).addTo(layers);
    for (const point of data.points || []) {
      const marker = L.marker([point.lat, point.lng], { icon: numbered(point), alt: point.label, title: point.label, keyboard: false });
      link(marker.addTo(layers), point.row);
    }
    // The day's homes fill the map; the outlines go as far as they go. Without homes the town is shown whole.
    const bounds = layers.getLayers().length ? layers.getBounds() : ground.getBounds();
    if (bounds.isValid()) map.fitBounds(bounds.pad(0.08), { maxZoom: 17 }); // one house, or one building: no bounds to fit
    else map.setView([36.4, 127.8], 7);
  };

  const drawAll = () => document.querySelectorAll("[data-map]").forEach(draw);
  document.addEventListener("DOMContentLoaded", drawAll);
  document.addEventListener("htmx:afterSettle", drawAll);
})();
