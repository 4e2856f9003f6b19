namespace Ucam.Vqa.Datasets.BuiltIn.Photos;

/// <summary>
/// Photographs for a classifier, in parts that share none: of the training photographs, which have a label only, those that the trunk
/// is made from and others for the head; of the photographs that people were asked about, those for training, validation and test.
/// </summary>
/// <param name="Trunk">Training photographs of the trunk.</param>
/// <param name="Labelled">Training photographs of the head, none of which the trunk has seen.</param>
/// <param name="Asked">Photographs of the head's training that people were asked about, by their index in CIFAR-10's test set; so are the next
/// two.</param>
/// <param name="Validation">Held out for what is fitted after training.</param>
/// <param name="Test">Used for nothing else.</param>
internal sealed record PhotoParts(int[] Trunk, int[] Labelled, int[] Asked, int[] Validation, int[] Test)
{
    private const int Part = 7, Purpose = 0;

    /// <summary>
    /// Draws the parts: the training photographs in a random order, since archives may hold them class by class; the others in
    /// CIFAR-10's own random order, validation first, the test last.
    /// </summary>
    /// <exception cref="UcamException">The archive has fewer photographs than the parts need.</exception>
    public static PhotoParts Draw(PhotoArchive archive, PhotoPartSizes sizes, int seed)
    {
        (int trunk, int labelled, int asked, int validation, int test) = sizes;
        Need("training photographs", trunk + labelled, archive.TrainCount);
        Need("photographs that people were asked about", asked + validation + test, archive.TestCount);
        int[] order = SetRandom.For(seed, Part, 0, Purpose).Shuffled(Enumerable.Range(0, archive.TrainCount));
        return new PhotoParts(order[..trunk], order[trunk..(trunk + labelled)],
            [.. Enumerable.Range(validation, asked)], [.. Enumerable.Range(0, validation)], [.. Enumerable.Range(archive.TestCount - test, test)]);
    }

    private static void Need(string what, int needed, int there)
    {
        if (needed > there) throw new UcamException($"data needs {needed} {what}, there are {there}; lower its numbers.") { Field = "data" };
    }
}
