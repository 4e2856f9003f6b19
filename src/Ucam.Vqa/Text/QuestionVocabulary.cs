namespace Ucam.Vqa.Text;

/// <summary>The words a model knows in questions, and their ids: 0 pads, 1 stands for an unknown word, words start at 2.</summary>
internal sealed class QuestionVocabulary
{
    /// <summary>The id behind the end of a shorter question in a batch.</summary>
    public const int PaddingId = 0;

    /// <summary>The id of every word that the vocabulary lacks.</summary>
    public const int UnknownId = 1;

    /// <summary>The most words a question may have.</summary>
    public const int MaximumWords = 1000;

    private const int FirstWordId = 2;
    private readonly WordList _words;
    private readonly Dictionary<string, int> _spellings = new(StringComparer.Ordinal);

    private QuestionVocabulary(WordList words)
    {
        _words = words;
        for (int i = 0; i < words.Words.Count; i++)
        {
            // A vocabulary from elsewhere may hold "what's", which the tokeniser reads as "whats".
            IReadOnlyList<string> read = QuestionTokenizer.Tokenize(words.Words[i]);
            if (read.Count == 1 && words.IndexOf(read[0]) < 0) _spellings.TryAdd(read[0], i);
        }
    }

    /// <summary>Number of ids, padding and unknown included.</summary>
    public int Count => FirstWordId + _words.Words.Count;

    /// <summary>The words, most frequent first; the word at i has id i + 2.</summary>
    public IReadOnlyList<string> Words => _words.Words;

    /// <summary>Builds a vocabulary: most frequent words first, equally frequent ones by code unit, whatever the order of the questions.</summary>
    /// <param name="questions">The training questions.</param>
    /// <param name="minimumCount">How often a word must occur to be known, ≥ 1.</param>
    public static QuestionVocabulary Build(IEnumerable<string> questions, int minimumCount = 1)
    {
        ArgumentNullException.ThrowIfNull(questions);
        ArgumentOutOfRangeException.ThrowIfLessThan(minimumCount, 1);
        var counts = new WordCounts();
        foreach (string question in questions)
            foreach (string word in QuestionTokenizer.Tokenize(question)) counts.Add(word);
        return FromList(counts.Ranked(minimumCount));
    }

    /// <summary>A vocabulary of given words, in order.</summary>
    /// <exception cref="UcamException">A word is blank or given twice.</exception>
    public static QuestionVocabulary FromList(IEnumerable<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return new QuestionVocabulary(new WordList(words, "question vocabulary"));
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="UcamException">The text is not a JSON list of distinct words.</exception>
    public static QuestionVocabulary FromJson(string json) => new(WordList.FromJson(json, "question vocabulary"));

    /// <summary>The words as a JSON list of strings, padding and unknown left out.</summary>
    public string ToJson() => _words.ToJson();

    /// <summary>The id of a word as the tokeniser gives it; <see cref="UnknownId"/> where it is not known.</summary>
    public int IdOf(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        int index = _words.IndexOf(word);
        if (index < 0) index = _spellings.GetValueOrDefault(word, -1);
        return index < 0 ? UnknownId : index + FirstWordId;
    }

    /// <summary>Turns a question into ids. A question of unknown words only is encoded too; they are reported.</summary>
    /// <exception cref="UcamException">The question has no word, or more than <see cref="MaximumWords"/>.</exception>
    public EncodedQuestion Encode(string question)
    {
        var words = QuestionTokenizer.Tokenize(question);
        if (words.Count == 0) throw new UcamException("The question is empty; ask something in words.") { Field = "question" };
        if (words.Count > MaximumWords)
            throw new UcamException($"The question has {words.Count:N0} words; at most {MaximumWords:N0} can be read, shorten it.")
            { Field = "question" };
        int[] ids = [.. words.Select(IdOf)];
        return new EncodedQuestion(ids, [.. words.Where((_, i) => ids[i] == UnknownId)]);
    }
}
