namespace Ucam.Studies.Classifiers;

/// <summary>What a variant's test came to: a row for each set, and curves but for the sets of single corruptions.</summary>
internal sealed record ClassifierCell(ClassifierVariant Variant, IReadOnlyList<CompareRow> Rows, IReadOnlyList<CellCurves> Curves);
