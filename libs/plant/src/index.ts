export { readPlant, PlantFileError, type PlantFault } from './read-plant.js'
export { placeIndex, PLACE_CACHE_MAX, type Place, type PlaceIndex } from './place-index.js'
export { neighbours, reach, type Neighbour, type Reached } from './reach.js'
export { impact, IMPACT_HOPS } from './impact.js'
