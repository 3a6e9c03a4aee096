import * as later from '../later';
import { chunks } from './chunks';

chunks().later = later;
