"""Tiny models of every kind that mujaz loads, built with the real libraries and random weights, in a second.

They know nothing: what they write is noise. They have the files, shapes and quirks of the real ones.
"""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

ARABIC = """أعلنت الحكومة أمس خطة جديدة لإصلاح الطرق في العاصمة.
قال المتحدث إن 12 شخصا أصيبوا في الحادث الذي وقع صباح الاثنين.
تراجعت أسعار النفط بنسبة 2.5 في المئة بعد اجتماع المنتجين.
وصلت قافلة مساعدات إلى المدينة المحاصرة بعد أسبوع من الانتظار.
يجتمع وزراء الخارجية غدا لبحث الأزمة في المنطقة.
نفت الوزارة الأنباء التي تحدثت عن إغلاق المعبر.
فاز الفريق في المباراة النهائية بهدفين مقابل هدف.
حذر خبراء من موجة حر غير مسبوقة خلال الصيف.
أكد الرئيس أن الانتخابات ستجرى في موعدها في مايو 2011.
شارك آلاف المتظاهرين في مسيرة سلمية وسط المدينة."""

ENGLISH = """The government announced a new plan yesterday to repair the roads of the capital.
The spokesman said that 12 people were injured in the accident on Monday morning.
Oil prices fell by 2.5 percent after the meeting of the producers.
A convoy of aid reached the besieged city after a week of waiting.
The foreign ministers meet tomorrow to discuss the crisis in the region.
The ministry denied the news about the closing of the crossing.
The team won the final by two goals to one.
Experts warned of an unprecedented heat wave during the summer.
The president said that the elections will be held on time in May 2011.
Thousands of protesters took part in a peaceful march in the city centre."""

CHAT_TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] }}<|im_end|>\n"
    "{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)


def marian(folder: Path, *, separate: bool = False, language_token: bool = False, seed: int = 1) -> Path:
    """A Marian model as opus-mt ones are saved: SentencePiece a side, one vocabulary or two.

    With ``language_token`` it is made as the tc-big ones are: ``>>eng<<`` in the vocabulary, as multilingual
    models have it, the end token in the midst of it (opus-mt-tc-big-ar-en: row 25894), weights in fp16.
    """
    import torch
    from transformers import MarianConfig, MarianMTModel, MarianTokenizer

    folder.mkdir(parents=True, exist_ok=True)
    source, target = _sentencepiece(ARABIC, folder / "source.spm"), _sentencepiece(ENGLISH, folder / "target.spm")
    extra = [">>eng<<"] if language_token else []
    if separate:
        sides = [_vocabulary(source), _vocabulary(target)]
        _write(folder / "target_vocab.json", sides[1])
    else:
        sides = [_vocabulary([*source, *target, *extra], end=100 if language_token else 0)] * 2
    _write(folder / "vocab.json", sides[0])
    end = sides[1]["</s>"]
    torch.manual_seed(seed)
    config = MarianConfig(
        vocab_size=len(sides[0]),
        decoder_vocab_size=len(sides[1]),
        d_model=32,
        encoder_layers=1,
        decoder_layers=1,
        encoder_attention_heads=2,
        decoder_attention_heads=2,
        encoder_ffn_dim=32,
        decoder_ffn_dim=32,
        max_position_embeddings=512,
        activation_function="swish",
        init_std=0.3,
        scale_embedding=True,
        share_encoder_decoder_embeddings=not separate,
        tie_word_embeddings=True,
        bos_token_id=0,
        eos_token_id=end,
        forced_eos_token_id=end,
        pad_token_id=sides[0]["<pad>"],
        decoder_start_token_id=sides[1]["<pad>"],
    )
    model = MarianMTModel(config).eval()
    _random(model, 0.3)
    with torch.no_grad():  # Marian's decoder starts from zero; in trained models this row is zero
        model.get_decoder().embed_tokens.weight[sides[1]["<pad>"]] = 0.0
    model.final_logits_bias[0, end] = 2.0  # sentences end, now and then
    model.generation_config.update(bad_words_ids=[[sides[1]["<pad>"]]], num_beams=4, max_length=512)
    (model.half() if language_token else model).save_pretrained(folder)
    MarianTokenizer(
        str(folder / "source.spm"),
        str(folder / "target.spm"),
        str(folder / "vocab.json"),
        target_vocab_file=str(folder / "target_vocab.json") if separate else None,
        separate_vocabs=separate,
        source_lang="ar",
        target_lang="en",
    ).save_pretrained(folder)
    return folder


def bart(folder: Path, *, seed: int = 8) -> Path:
    """A BART summariser with its byte-level BPE."""
    import torch
    from transformers import BartConfig, BartForConditionalGeneration, BartTokenizerFast

    folder.mkdir(parents=True, exist_ok=True)
    special = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    trained = _byte_level(special)
    vocabulary = trained.get_vocab()
    merges = json.loads(trained.to_str())["model"]["merges"]
    BartTokenizerFast(vocab=vocabulary, merges=[tuple(merge) for merge in merges]).save_pretrained(folder)
    torch.manual_seed(seed)
    config = BartConfig(
        vocab_size=len(vocabulary),
        d_model=32,
        encoder_layers=1,
        decoder_layers=1,
        encoder_attention_heads=2,
        decoder_attention_heads=2,
        encoder_ffn_dim=32,
        decoder_ffn_dim=32,
        max_position_embeddings=1024,
        init_std=0.3,
        bos_token_id=0,
        pad_token_id=1,
        eos_token_id=2,
        decoder_start_token_id=2,
        forced_bos_token_id=0,
        forced_eos_token_id=2,
    )
    model = BartForConditionalGeneration(config).eval()
    _random(model, 0.3)
    model.final_logits_bias[0, 2] = 2.0
    model.generation_config.update(max_length=60, min_length=5, num_beams=2)
    model.save_pretrained(folder)
    return folder


def llama(folder: Path, *, seed: int = 9) -> Path:
    """A Llama with a chat template, its control tokens and a byte-level BPE, in the manner of SmolLM2."""
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    folder.mkdir(parents=True, exist_ok=True)
    trained = _byte_level(["<|endoftext|>", "<|im_start|>", "<|im_end|>"], digits=True)
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=trained,
        bos_token="<|im_start|>",
        eos_token="<|im_end|>",
        unk_token="<|endoftext|>",
        pad_token="<|im_end|>",
        model_max_length=2048,
    )
    tokenizer.chat_template = CHAT_TEMPLATE
    tokenizer.save_pretrained(folder)
    torch.manual_seed(seed)
    config = LlamaConfig(
        vocab_size=trained.get_vocab_size(),
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        max_position_embeddings=2048,
        initializer_range=0.3,
        bos_token_id=1,
        eos_token_id=2,
        pad_token_id=2,
        tie_word_embeddings=True,
        rope_parameters={"rope_theta": 100000.0, "rope_type": "default"},
    )
    LlamaForCausalLM(config).eval().save_pretrained(folder)
    return folder


def _random(model: Any, spread: float) -> None:
    """Decided weights: with the usual tiny ones every next token would be a near tie."""
    import torch

    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if parameter.dim() > 1 and "embed_positions" not in name:
                parameter.normal_(0.0, spread)
        for module in model.modules():
            if isinstance(module, torch.nn.Embedding) and module.padding_idx is not None:
                module.weight[module.padding_idx] = 0.0


def _sentencepiece(text: str, path: Path) -> list[str]:
    import sentencepiece

    sink = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(text.splitlines()),
        model_writer=sink,
        vocab_size=150,
        hard_vocab_limit=False,
        character_coverage=1.0,
        bos_id=-1,
        pad_id=-1,
        minloglevel=2,
    )
    path.write_bytes(sink.getvalue())
    processor = sentencepiece.SentencePieceProcessor(model_proto=sink.getvalue())
    return [processor.IdToPiece(row) for row in range(processor.GetPieceSize())]


def _vocabulary(pieces: list[str], *, end: int = 0) -> dict[str, int]:
    """Token → row, with the end token in the row ``end`` and the pad token last."""
    ordered = [piece for piece in dict.fromkeys(["<unk>", *pieces]) if piece != "</s>"]
    return {token: row for row, token in enumerate([*ordered[:end], "</s>", *ordered[end:], "<pad>"])}


def _byte_level(special: list[str], *, digits: bool = False) -> Any:
    """A byte-level BPE; with ``digits`` numbers go in digit by digit, as SmolLM2 has it."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

    tokenizer = Tokenizer(models.BPE())
    byte_level = pre_tokenizers.ByteLevel(add_prefix_space=False)
    single = pre_tokenizers.Digits(individual_digits=True)
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([single, byte_level]) if digits else byte_level
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=500,
        special_tokens=special,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(ENGLISH.splitlines(), trainer)
    return tokenizer


def _write(path: Path, value: dict[str, int]) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False), "utf-8")
