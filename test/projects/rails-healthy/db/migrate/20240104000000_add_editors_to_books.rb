# frozen_string_literal: true

class AddEditorsToBooks < ActiveRecord::Migration[7.1]
  def up
    execute "SET LOCAL lock_timeout = '2s'"
    add_reference :books, :editor, index: false
    add_foreign_key :books, :authors, column: :editor_id, validate: false
  end

  def down
    remove_reference :books, :editor
  end
end
