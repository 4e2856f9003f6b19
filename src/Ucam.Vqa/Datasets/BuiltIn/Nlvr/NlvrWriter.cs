namespace Ucam.Vqa.Datasets.BuiltIn.Nlvr;

/// <summary>
/// Asks about a block of scenes. As NLVR was collected, each sentence is put to a scene of which it is true and to one of which it
/// is false, so that neither a template nor a sentence tells the answer; most often to two with the same objects, so that what
/// objects there are does not tell it either.
/// </summary>
internal static class NlvrWriter
{
    /// <summary>Scenes of a block.</summary>
    public const int Block = 32;

    /// <summary>Share of the sentences for which two scenes with the same objects are tried first.</summary>
    private const double OfSameObjects = 0.8;

    private const int Attempts = 60, Repairs = 40;

    /// <summary>The questions of each scene of a block.</summary>
    /// <param name="scenes">Scenes of one kind.</param>
    /// <param name="each">Questions wanted about each.</param>
    /// <param name="random">Drives everything.</param>
    public static List<NlvrQuestion>[] Write(IReadOnlyList<NlvrScene> scenes, int each, SetRandom random)
    {
        List<NlvrQuestion>[] asked = [.. scenes.Select(_ => new List<NlvrQuestion>())];
        string[] objects = [.. scenes.Select(s => s.Inventory)];
        bool tower = scenes.Count > 0 && scenes[0].IsTower;
        int repairs = 0;
        while (Neediest(asked, each, random, _ => true) >= 0)
        {
            int template = NlvrTemplates.Choose(tower, random);
            if (random.Chance(OfSameObjects) && AskTwo((a, b) => objects[a] == objects[b], template) || AskTwo((_, _) => true, template)
                || AskTwo((_, _) => true, null)) continue;
            if (repairs++ == Repairs) break;
            TakeBack(asked, random);
        }
        return asked;
        bool AskTwo(Func<int, int, bool> fit, int? of) =>
            NlvrWriter.AskTwo(scenes, fit, asked, each, () => NlvrTemplates.Draw(tower, random, of), random);
    }

    /// <summary>Puts a sentence to a scene of which it is true and to one of which it is false; false if none was found.</summary>
    private static bool AskTwo(IReadOnlyList<NlvrScene> scenes, Func<int, int, bool> fit, List<NlvrQuestion>[] asked, int each,
        Func<NlvrStatement> draw, SetRandom random)
    {
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            int first = Neediest(asked, each, random, _ => true);
            NlvrStatement statement = draw();
            if (statement.Holds(scenes[first]) is not { } truth || !IsNew(statement, asked[first])) continue;
            int second = Neediest(asked, each, random, i => fit(first, i) && statement.Holds(scenes[i]) == !truth && IsNew(statement, asked[i]));
            if (second < 0) continue;
            asked[first].Add(new NlvrQuestion(statement, truth));
            asked[second].Add(new NlvrQuestion(statement, !truth));
            return true;
        }
        return false;
    }

    /// <summary>
    /// Takes a sentence back from both its scenes: the last scene that lacks a question finds no partner where all others are full.
    /// </summary>
    private static void TakeBack(List<NlvrQuestion>[] asked, SetRandom random)
    {
        List<NlvrQuestion> from = random.Pick(asked);
        if (from.Count == 0) return;
        NlvrStatement statement = random.Pick(from).Statement;
        foreach (List<NlvrQuestion> questions in asked) questions.RemoveAll(q => ReferenceEquals(q.Statement, statement));
    }

    /// <summary>One of the scenes with the fewest questions; −1 where none may be asked about.</summary>
    private static int Neediest(List<NlvrQuestion>[] asked, int each, SetRandom random, Predicate<int> may)
    {
        List<int> found = [];
        int fewest = each;
        for (int i = 0; i < asked.Length; i++)
        {
            if (asked[i].Count > fewest || asked[i].Count >= each || !may(i)) continue;
            if (asked[i].Count < fewest) found.Clear();
            fewest = asked[i].Count;
            found.Add(i);
        }
        return found.Count == 0 ? -1 : random.Pick(found);
    }

    private static bool IsNew(NlvrStatement statement, List<NlvrQuestion> asked) => asked.TrueForAll(q => q.Statement.Text != statement.Text);
}

/// <summary>A sentence put to a scene.</summary>
/// <param name="Statement">The sentence.</param>
/// <param name="IsTrue">Whether it is true of the scene.</param>
internal sealed record NlvrQuestion(NlvrStatement Statement, bool IsTrue);
