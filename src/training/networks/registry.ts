import type { NetworkName } from '../types.ts';
import type { Model } from './model.ts';
import { resnet50Conv2 } from './resnet50-conv2.ts';
import { smallCnn } from './small-cnn.ts';

const REGISTRY: Readonly<Record<NetworkName, Model>> = { 'small-cnn': smallCnn, 'resnet50-conv2': resnet50Conv2 };

/** The model of that name. */
export function modelNamed(name: NetworkName): Model {
  return REGISTRY[name];
}
