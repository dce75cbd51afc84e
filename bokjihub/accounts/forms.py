"""Forms of accounts."""

from django import forms


class LoginForm(forms.Form):
    """아이디와 비밀번호."""

    username = forms.CharField(
        label="아이디", max_length=40, widget=forms.TextInput(attrs={"autocomplete": "username"})
    )
    password = forms.CharField(label="비밀번호", widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))


class PledgeForm(forms.Form):
    """비밀유지 서약."""

    agree = forms.BooleanField(label="위 내용을 지키겠습니다.")
