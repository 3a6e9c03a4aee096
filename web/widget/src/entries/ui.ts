/** The UI's own file; the loader puts it on the page. */
import { Fragment, h } from 'preact';
import { open } from '../ui';
import { chunks } from './chunks';

chunks().ui = { open, h, Fragment };
