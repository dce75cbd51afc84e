// Draws <div data-map="id of a JSON script tag">: boundaries as GeoJSON, points as numbered marks. Needs leaflet.js before it; no tiles.
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
    const layers = L.featureGroup().addTo(map);
    if (data.boundaries) {
      const style = { color: colour("--line-control"), weight: 1, fillColor: colour("--surface"), fillOpacity: 1 };
      L.geoJSON(data.boundaries, { style, interactive: false, onEachFeature: (area, layer) => area.properties?.name && layer.bindTooltip(area.properties.name, { permanent: true, direction: "center", className: "map-area" }) }).addTo(layers);
    }
    if (data.line) L.polyline(data.line, { color: colour("--data"), weight: 3, dashArray: "6 5" }).addTo(layers);
    for (const point of data.points || []) {
      const marker = L.marker([point.lat, point.lng], { icon: numbered(point), alt: point.label, title: point.label, keyboard: false });
      link(marker.addTo(layers), point.row);
    }
    const bounds = layers.getBounds();
    if (bounds.isValid()) map.fitBounds(bounds.pad(0.08), { maxZoom: 17 }); // one house, or one building: no bounds to fit
    else map.setView([36.4, 127.8], 7);
  };

  const drawAll = () => document.querySelectorAll("[data-map]").forEach(draw);
  document.addEventListener("DOMContentLoaded", drawAll);
  document.addEventListener("htmx:afterSettle", drawAll);
})();
