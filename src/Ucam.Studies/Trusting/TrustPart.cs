using Ucam.Studies.Reports.Comparison.Document;

namespace Ucam.Studies.Trusting;

/// <summary>A part of a classifier's report.</summary>
/// <param name="Numbers">Its rows of the table.</param>
/// <param name="Blocks">Its section of the page, with a heading.</param>
internal sealed record TrustPart(IReadOnlyList<TrustNumber> Numbers, IReadOnlyList<Block> Blocks);
