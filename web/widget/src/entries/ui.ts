/** The UI's own file; the loader puts it on the page. */
import { Fragment, h } from 'preact';
import { open } from '../ui';
import { chunks } from './chunks';

/** SHA-256 in Base64 by the name of the file: what comes after the UI, and every language but English; written in by the build. */
declare const HASHES: Record<string, string>;

chunks().ui = { open, hashes: HASHES, h, Fragment };
