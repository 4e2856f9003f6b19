namespace Ucam.Vqa.Datasets.BuiltIn;

/// <summary>What a head is trained on, what chooses its epoch, and the in-distribution test.</summary>
internal sealed record LearnedSets(IVqaSet Training, IVqaSet Validation, IVqaSet Test);
