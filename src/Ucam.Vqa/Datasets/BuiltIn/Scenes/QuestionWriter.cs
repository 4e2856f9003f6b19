namespace Ucam.Vqa.Datasets.BuiltIn.Scenes;

/// <summary>Writes the questions of a picture; a question depends on seed, split, picture and the options' mix only.</summary>
internal sealed class QuestionWriter
{
    private const int Attempts = 8, Rounds = 40, Donors = 200;

    private readonly SceneSetOptions _options;
    private readonly QuestionFamily[] _families;
    private readonly double[] _weights;

    public QuestionWriter(SceneSetOptions options)
    {
        _options = options;
        bool misplaced = options.Split == SceneSplit.TestWrongPicture;
        string[] names = [.. SceneSetOptions.DefaultFamilyWeights.Keys.Where(n => options.FamilyWeights.GetValueOrDefault(n) > 0
            && (!misplaced || QuestionFamily.All[n].Presupposes))];
        if (names.Length == 0)
            throw new UcamException("Scenes option FamilyWeights: the wrong-picture split needs a family "
                + "that presupposes an object, such as \"colour\".")
            { Field = nameof(options.FamilyWeights) };
        _families = Array.ConvertAll(names, n => QuestionFamily.All[n]);
        _weights = Array.ConvertAll(names, n => options.FamilyWeights[n]);
    }

    /// <summary>The questions of a picture; fewer than wanted only where the families asked for allow no more.</summary>
    public List<SceneQuestion> Write(int picture, Scene scene) =>
        _options.Split == SceneSplit.TestWrongPicture ? WriteMisplaced(picture, scene) : WriteAbout(picture, scene);

    private List<SceneQuestion> WriteAbout(int picture, Scene scene)
    {
        int wanted = _options.QuestionsPerPicture;
        var random = SetRandom.For(_options.Seed, (int)_options.Split, picture, purpose: 1);
        var asker = new SceneAsker(scene, random, _options.Split == SceneSplit.TestCombinations);
        List<SceneQuestion> questions = [];
        for (int round = 0; questions.Count < wanted && round < Rounds * wanted; round++)
            if (AskOnce(asker, _families[random.Weighted(_weights)]) is { } question && questions.TrueForAll(q => q.Text != question.Text))
                questions.Add(question);
        return questions;
    }

    // Questions that were asked of the pictures after this one, as long as they speak of something this one lacks.
    private List<SceneQuestion> WriteMisplaced(int picture, Scene shown)
    {
        List<SceneQuestion> questions = [];
        for (int donor = picture + 1; donor <= picture + Donors && questions.Count < _options.QuestionsPerPicture; donor++)
            foreach (var question in WriteAbout(donor, SceneLayout.Create(_options.Seed, _options.Split, donor)))
                if (questions.Count < _options.QuestionsPerPicture && Fails(question, shown))
                    questions.Add(question with { Distribution = QuestionFamily.All[question.Family].Guess(question, shown), Deciding = [] });
        return questions;
    }

    private static bool Fails(SceneQuestion question, Scene shown) =>
        Array.Exists(question.Presupposed, p => !shown.Objects.Any(p.Matches));

    private static SceneQuestion? AskOnce(SceneAsker asker, QuestionFamily family)
    {
        for (int attempt = 0; attempt < Attempts; attempt++)
            if (family.Ask(asker) is { } question) return question;
        return null;
    }
}
