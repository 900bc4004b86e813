// The one place that knows where the templates come from. Data enters them as text, never as HTML.
export {html, svg, render, nothing} from "/_static/lit-html/3.3.2/lit-html.js";
