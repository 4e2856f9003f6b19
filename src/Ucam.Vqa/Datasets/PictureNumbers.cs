namespace Ucam.Vqa.Datasets;

/// <summary>Numbers for the pictures of a part of a set.</summary>
internal static class PictureNumbers
{
    /// <summary>Numbers the pictures from 0 as they come.</summary>
    /// <param name="items">Questions of the whole set.</param>
    /// <returns>The pictures by their new number, and the questions with those numbers.</returns>
    public static (int[] Pictures, VqaItem[] Items) AsTheyCome(IReadOnlyCollection<VqaItem> items)
    {
        int[] pictures = [.. items.Select(i => i.Picture).Distinct()];
        return (pictures, InOrder(pictures, items));
    }

    /// <summary>The questions with new numbers: the places of their pictures in an order that holds them all.</summary>
    public static VqaItem[] InOrder(IReadOnlyCollection<int> pictures, IReadOnlyCollection<VqaItem> items)
    {
        Dictionary<int, int> numbers = pictures.Index().ToDictionary(p => p.Item, p => p.Index);
        return [.. items.Select(i => i with { Picture = numbers[i.Picture] })];
    }
}
