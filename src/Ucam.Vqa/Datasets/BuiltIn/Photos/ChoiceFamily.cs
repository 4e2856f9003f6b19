namespace Ucam.Vqa.Datasets.BuiltIn.Photos;

/// <summary>"Is it a cat or a dog?": one of the two is right; who sees neither picks either.</summary>
internal sealed class ChoiceFamily : PhotoFamily
{
    private static readonly string[] Alone = ["Is it {0} or {1}?", "Is this {0} or {1}?", "Does the picture show {0} or {1}?", "{0} or {1}?"];

    private static readonly string[] Placed = ["Is it {0} or {1} {2}?", "Is the thing {2} {0} or {1}?", "Is there {0} or {1} {2}?"];

    // The pairs that are mistaken for each other most often.
    private static readonly int[] Alike = [8, 9, 4, 5, 7, 3, 3, 4, 0, 1];

    public override string Name => "choice";

    public override PhotoQuestion? Ask(PhotoAsker asker)
    {
        SetRandom random = asker.Random;
        int tile = random.Below(asker.Mosaic.Tiles.Length), kind = asker.Mosaic.Tiles[tile].Class;
        int other = random.Chance(0.5) ? Alike[kind] : random.Below(PhotoClasses.Count);
        if (other == kind) return null;
        var (first, second) = random.Chance(0.5) ? (kind, other) : (other, kind);
        string[] words = [PhotoClasses.A(first, random), PhotoClasses.A(second, random)];
        string text = asker.Mosaic.Tiles.Length == 1
            ? Wording.Fill(random.Pick(Alone), words[0], words[1])
            : Wording.Fill(random.Pick(Placed), words[0], words[1], WhatFamily.Place(asker.Mosaic, tile, random));
        double[] people = asker.People[tile];
        double neither = Math.Max(0, 1 - people[kind] - people[other]) / 2;
        var distribution =
            new AnswerDistribution([PhotoClasses.Answers[kind], PhotoClasses.Answers[other]], [people[kind] + neither, people[other] + neither]);
        return new PhotoQuestion(text, distribution, [tile]);
    }
}
