// What the page's own font lacks, in a hundred slices a weight, each fetched when a character of it is shown.
import '@fontsource/noto-sans-sc/400.css';
import '@fontsource/noto-sans-sc/500.css';
import '@fontsource/noto-sans-sc/700.css';
// What that lacks too: hanzi of names, in slices of their own.
import './rare-font.css';
