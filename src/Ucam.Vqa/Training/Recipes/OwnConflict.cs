namespace Ucam.Vqa.Training.Recipes;

/// <summary>A setting of a recipe's own variant that says the opposite of what its variant is named for.</summary>
/// <param name="Group">The key that it stands below.</param>
/// <param name="Key">Its key.</param>
/// <param name="Set">What is set, as a file says it.</param>
/// <param name="Named">What the variant is named for.</param>
internal sealed record OwnConflict(string Group, string Key, string Set, string Named);
