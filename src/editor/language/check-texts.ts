import * as vscode from 'vscode';
import type { CheckName } from '../../audit/light.ts';

// The words of `CHECK_FACTS`, in the language of VS Code.

/** A check as a heading. */
export function checkTitle(name: CheckName): string {
  switch (name) {
    case 'dark':
      return vscode.l10n.t('Dark');
    case 'light':
      return vscode.l10n.t('Light');
    case 'odd_aspect_ratio':
      return vscode.l10n.t('Odd aspect ratio');
    case 'low_information':
      return vscode.l10n.t('Low information');
    case 'blurry':
      return vscode.l10n.t('Blurry');
    case 'grayscale':
      return vscode.l10n.t('Grayscale');
    case 'odd_size':
      return vscode.l10n.t('Odd size');
    case 'exact_duplicates':
      return vscode.l10n.t('Exact duplicates');
    case 'near_duplicates':
      return vscode.l10n.t('Near duplicates');
    case 'leaks':
      return vscode.l10n.t('Leaks');
    case 'outlier':
      return vscode.l10n.t('Outliers');
    case 'non_iid':
      return vscode.l10n.t('Order');
    case 'class_imbalance':
      return vscode.l10n.t('Class imbalance');
    case 'underperforming_group':
      return vscode.l10n.t('Underperforming group');
    case 'spurious_correlations':
      return vscode.l10n.t('Spurious correlations');
    case 'data_valuation':
      return vscode.l10n.t('Data value');
    case 'null_features':
      return vscode.l10n.t('Null features');
  }
}

/** What a picture is that a check flags, as the end of a sentence. */
export function checkMeaning(name: CheckName): string {
  switch (name) {
    case 'dark':
      return vscode.l10n.t('hardly a pixel in a hundred is bright');
    case 'light':
      return vscode.l10n.t('hardly a pixel in twenty is less than white');
    case 'odd_aspect_ratio':
      return vscode.l10n.t('one side is much longer than the other');
    case 'low_information':
      return vscode.l10n.t('it consists of few brightnesses');
    case 'blurry':
      return vscode.l10n.t('it is sharp nowhere');
    case 'grayscale':
      return vscode.l10n.t('it is grey, and most others have colour');
    case 'odd_size':
      return vscode.l10n.t('its size is far from that of the others');
    case 'exact_duplicates':
      return vscode.l10n.t('another picture has the same pixels');
    case 'near_duplicates':
      return vscode.l10n.t('another picture shows the same');
    case 'leaks':
      return vscode.l10n.t('the same picture stands in another split');
    case 'outlier':
      return vscode.l10n.t('it is unlike all others');
    case 'non_iid':
      return vscode.l10n.t('pictures that stand together in the data set are alike');
    case 'class_imbalance':
      return vscode.l10n.t('its class hardly exists');
    case 'underperforming_group':
      return vscode.l10n.t('the model fails on it and on what is like it');
    case 'spurious_correlations':
      return vscode.l10n.t('a property of the picture gives its class away');
    case 'data_valuation':
      return vscode.l10n.t('the pictures around it would be judged better without it');
    case 'null_features':
      return vscode.l10n.t('its features are not all numbers');
  }
}
